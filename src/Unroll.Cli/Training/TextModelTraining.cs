using System.Diagnostics;
using System.Text.Json.Nodes;
using Unroll.Cli.Output;
using Unroll.Cli.Texts;

namespace Unroll.Cli.Training;

/// <summary>The way of a training of a small model of text: prepare, fit, save, measure, report.</summary>
internal abstract class TextModelTraining(Catalogue texts, TextModelSettings settings)
{
    protected Catalogue Texts { get; } = texts;

    protected TextModelSettings Settings { get; } = settings;

    protected TextWriter Output { get; } = Console.Out;

    /// <summary>The metrics that the folder gets plots of, the loss first.</summary>
    protected abstract string[] Plots { get; }

    public int Run()
    {
        if (Settings.Run.Threads is { } threads) ComputeOptions.Threads = threads;
        var folder = OutputFolder.Prepare(Settings.Run.Folder, Texts);
        using var interruption = new Interruption();
        var watch = Stopwatch.StartNew();

        Model model = Prepare();
        Output.WriteLine(model.Summary().TrimEnd());
        Output.WriteLine();
        var history = TrainingDisplay.Run(Texts, Settings.Run.Epochs, display => Fit(model, new FitOptions { BatchSize = Settings.Run.BatchSize, Epochs = Settings.Run.Epochs, Progress = display }, interruption.Token));
        string path = folder.In("model.safetensors");
        Save(model, path);
        List<string> files = [path, .. folder.SaveHistory(history, Plots)];

        bool stopped = history.StopReason == StopReason.Cancelled;
        var summary = new JsonObject
        {
            ["epochs"] = history.Epochs,
            ["stop_reason"] = history.StopReason.ToString(),
            ["seed"] = Settings.Run.Seed,
        };
        if (!stopped) Measure(model, summary);
        summary["seconds"] = watch.Elapsed.TotalSeconds;
        summary["files"] = Json.Array(files.Select(file => (JsonNode?)file));
        Output.WriteLine();
        foreach (string file in files) Output.WriteLine(Texts.Saved(file));
        if (stopped) Output.WriteLine(Texts.Interrupted(history.Epochs));
        if (Settings.Run.Json) Output.WriteLine(Json.Line(summary));
        return stopped ? ExitCode.Interrupted : ExitCode.Success;
    }

    /// <summary>Gets the data, says what they are, and makes the model for them.</summary>
    protected abstract Model Prepare();

    protected abstract History Fit(Model model, FitOptions options, CancellationToken stop);

    protected abstract void Save(Model model, string path);

    /// <summary>Measures the model on texts that it hasn't learnt from, prints and adds the figures.</summary>
    protected abstract void Measure(Model model, JsonObject summary);
}
