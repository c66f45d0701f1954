using System.Diagnostics;
using System.Text.Json.Nodes;
using Unroll.Cli.Output;
using Unroll.Cli.Texts;

namespace Unroll.Cli.Training;

/// <summary>The way of every training of one model: prepare, fit, save, measure, report.</summary>
internal static class ModelTraining
{
    /// <param name="texts">The user's language.</param>
    /// <param name="settings">What every training is asked for.</param>
    /// <param name="prepare">Gets the data, says what they are, and makes the model for them.</param>
    public static int Run(Catalogue texts, RunSettings settings, Func<ReadyModel> prepare)
    {
        if (settings.Threads is { } threads) ComputeOptions.Threads = threads;
        var folder = OutputFolder.Prepare(settings.Folder, texts);
        using var interruption = new Interruption();
        var watch = Stopwatch.StartNew();

        var ready = prepare();
        Console.Out.WriteLine(ready.Model.Summary().TrimEnd());
        Console.Out.WriteLine();
        string path = folder.Add("model.safetensors");
        var history = Fit(texts, settings, ready, path, interruption.Token);
        ready.Save(path);
        folder.SaveHistory(history, ready.Plots);

        bool stopped = history.StopReason == StopReason.Cancelled;
        if (!stopped) ready.Measure(folder, ready.Summary);
        Console.Out.WriteLine();
        foreach (string file in folder.Files) Console.Out.WriteLine(texts.Saved(file));
        if (stopped) Console.Out.WriteLine(texts.Interrupted(history.Epochs));
        if (settings.Json) Console.Out.WriteLine(Json.Line(Summary(ready.Summary, history, settings, watch.Elapsed, folder.Files)));
        return stopped ? ExitCode.Interrupted : ExitCode.Success;
    }

    /// <summary>Fits, and saves the model after each epoch, so that a long training that is ended by force leaves it.</summary>
    private static History Fit(Catalogue texts, RunSettings settings, ReadyModel ready, string path, CancellationToken stop) =>
        TrainingDisplay.Run(texts, settings.Epochs, display => ready.Model.Fit(ready.Data, new FitOptions
        {
            BatchSize = settings.BatchSize,
            Epochs = settings.Epochs,
            Validation = ready.Validation,
            Callbacks = [.. ready.Callbacks, new LambdaCallback { EpochEnd = (_, _) => ready.Save(path) }],
            Progress = display,
        }, stop));

    private static JsonObject Summary(JsonObject summary, History history, RunSettings settings, TimeSpan elapsed, IReadOnlyList<string> files)
    {
        summary["epochs"] = history.Epochs;
        summary["stop_reason"] = history.StopReason.ToString();
        summary["seed"] = settings.Seed;
        summary["seconds"] = elapsed.TotalSeconds;
        summary["epoch_seconds"] = Json.Array(history.EpochTimes.Select(time => (JsonNode?)time.TotalSeconds));
        summary["files"] = Json.Array(files.Select(file => (JsonNode?)file));
        return summary;
    }
}
