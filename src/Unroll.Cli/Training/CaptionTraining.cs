using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Unroll.Cli.Output;
using Unroll.Cli.Texts;
using Unroll.Plots;

namespace Unroll.Cli.Training;

/// <summary>Trains a captioner, measures it on pictures that it has not learnt from, and saves it.</summary>
internal sealed class CaptionTraining(Catalogue texts, CaptionSettings settings)
{
    private const int OnSheet = 12;
    private const double WordNoise = 0.2;

    private readonly TextWriter _output = Console.Out;

    public int Run()
    {
        if (settings.Run.Threads is { } threads) ComputeOptions.Threads = threads;
        var folder = OutputFolder.Prepare(settings.Run.Folder, texts);
        using var interruption = new Interruption();
        var watch = Stopwatch.StartNew();

        var data = CaptionData.Read(settings, texts);
        _output.WriteLine(texts.CaptionPictures(data.Count, string.Join(", ", data.Tests.Select(t => $"{t.Name}: {t.Pictures.Count}"))));
        var captioner = Create(data);
        _output.WriteLine(captioner.Model.Summary().TrimEnd());
        _output.WriteLine();

        string path = folder.In("model.safetensors");
        var history = Fit(captioner, data, path, interruption.Token);
        captioner.Save(path);
        List<string> files = [path, .. folder.SaveHistory(history, "loss", "accuracy")];
        bool stopped = history.StopReason == StopReason.Cancelled;
        var scores = stopped ? [] : Measure(captioner, data, folder, files);
        _output.WriteLine();
        foreach (string file in files) _output.WriteLine(texts.Saved(file));
        if (stopped) _output.WriteLine(texts.Interrupted(history.Epochs));
        if (settings.Run.Json) _output.WriteLine(Json.Line(Summary(history, scores, files, watch.Elapsed)));
        return stopped ? ExitCode.Interrupted : ExitCode.Success;
    }

    private Captioner Create(CaptionData data)
    {
        var around = CaptionerSettings.For(data.Captions) with
        {
            Language = settings.Source == CaptionData.FolderSource ? null : settings.Language,
            DatasetName = settings.Source,
            LicenceNotice = data.LicenceNotice,
        };
        var captioner = new Captioner(around, new CaptionerShape { Height = settings.Side, Width = settings.Side, Units = settings.Units }, (ulong)settings.Run.Seed);
        int batches = (data.Count + settings.Run.BatchSize - 1) / settings.Run.BatchSize;
        captioner.Model.Compile(
            loss: Loss.SparseCategoricalCrossentropy,
            optimizer: new Adam { Schedule = new CosineDecay(settings.LearningRate, (double)batches * settings.Run.Epochs) { Alpha = 0.01 }, GlobalClipNorm = 5 },
            weightedMetrics: [Metric.Accuracy]);
        return captioner;
    }

    /// <summary>Fits, and saves the model after each epoch, so that a long training that is ended by force leaves it.</summary>
    private History Fit(Captioner captioner, CaptionData data, string path, CancellationToken stop)
    {
        var batches = new CaptionBatches(captioner, data.Count, data.Sample, settings.Run.BatchSize) { Seed = (ulong)settings.Run.Seed, WordNoise = WordNoise };
        return TrainingDisplay.Run(texts, settings.Run.Epochs, display => captioner.Model.Fit(Dataset.FromBatches(batches, prefetch: 2), new FitOptions
        {
            Epochs = settings.Run.Epochs,
            Callbacks = [new LambdaCallback { EpochEnd = (_, _) => captioner.Save(path) }],
            Progress = display,
        }, stop));
    }

    private CaptionScores[] Measure(Captioner captioner, CaptionData data, OutputFolder folder, List<string> files)
    {
        _output.WriteLine();
        var scores = new List<CaptionScores>();
        foreach (var test in data.Tests)
        {
            var captions = captioner.Describe([.. test.Pictures.Select(p => p.Picture)], settings.Beam);
            scores.Add(CaptionScores.Of(test, captions));
            _output.WriteLine(texts.CaptionScore(test.Name, test.Pictures.Count, Percent(scores[^1].Bleu / 100), Percent(scores[^1].Exact)));
            string sheet = folder.In($"captions-{test.Name}.png");
            CaptionSheet.Save([.. test.Pictures.Zip(captions).Take(OnSheet).Select(pair => (pair.First.Picture, pair.Second.Text, (string?)Nearest(pair.First, pair.Second)))], sheet);
            files.Add(sheet);
        }
        return [.. scores];
    }

    /// <summary>The caption that was written if it is one of those expected, else the first of these.</summary>
    private static string Nearest(CaptionedPicture picture, Caption caption) =>
        picture.Captions.Contains(caption.Text, StringComparer.Ordinal) ? caption.Text : picture.Captions[0];

    private static string Percent(double part) => (100 * part).ToString("F1", CultureInfo.InvariantCulture);

    private JsonObject Summary(History history, CaptionScores[] scores, IReadOnlyList<string> files, TimeSpan elapsed) => new()
    {
        ["source"] = settings.Source,
        ["captions"] = settings.Language,
        ["tests"] = Json.Array(scores.Select(s => s.ToJson())),
        ["epochs"] = history.Epochs,
        ["stop_reason"] = history.StopReason.ToString(),
        ["seed"] = settings.Run.Seed,
        ["beam"] = settings.Beam,
        ["seconds"] = elapsed.TotalSeconds,
        ["epoch_seconds"] = Json.Array(history.EpochTimes.Select(time => (JsonNode?)time.TotalSeconds)),
        ["files"] = Json.Array(files.Select(file => (JsonNode?)file)),
    };
}
