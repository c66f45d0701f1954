using System.Diagnostics;
using System.Text.Json.Nodes;
using Unroll.Cli.Output;
using Unroll.Cli.Texts;

namespace Unroll.Cli.Training;

/// <summary>Trains a translator, measures it on sources that it has not learnt from, and saves it.</summary>
internal sealed class TranslationTraining(Catalogue texts, TranslationSettings settings)
{
    private const int Examples = 8;

    private readonly TextWriter _output = Console.Out;

    public int Run()
    {
        if (settings.Run.Threads is { } threads) ComputeOptions.Threads = threads;
        var folder = OutputFolder.Prepare(settings.Run.Folder, texts);
        using var interruption = new Interruption();
        var watch = Stopwatch.StartNew();

        var corpus = TranslationCorpus.Read(settings.Source, settings.Data, texts);
        var data = corpus.Divide(settings);
        _output.WriteLine(texts.PairsDivided(data.Train.Count, data.Validation.Count, data.Test.Count));
        var translator = Create(corpus, data);
        _output.WriteLine(translator.Model.Summary().TrimEnd());
        _output.WriteLine();

        string path = folder.In("model.safetensors");
        var history = Fit(translator, data, path, interruption.Token);
        translator.Save(path);
        List<string> files = [path, .. folder.SaveHistory(history, "loss", "accuracy")];
        bool stopped = history.StopReason == StopReason.Cancelled;
        (TranslationScores Greedy, TranslationScores Beam)? scores = stopped ? null : Measure(translator, data.Test, corpus.IsSpoken);
        _output.WriteLine();
        foreach (string file in files) _output.WriteLine(texts.Saved(file));
        if (stopped) _output.WriteLine(texts.Interrupted(history.Epochs));
        if (settings.Run.Json) _output.WriteLine(Json.Line(Summary(history, scores, files, watch.Elapsed)));
        return stopped ? ExitCode.Interrupted : ExitCode.Success;
    }

    private Translator Create(TranslationCorpus corpus, HeldOutPairs data)
    {
        var around = TranslatorSettings.Of(
            data.Train, settings.SourceTokens ?? corpus.SourceTokens, settings.TargetTokens ?? corpus.TargetTokens, settings.MaxWords, lowerCase: corpus.IsSpoken);
        var translator = Translator.Create(around with { DatasetName = corpus.Name, LicenceNotice = corpus.LicenceNotice }, settings.Size, (ulong)settings.Run.Seed);
        int batches = (data.Train.Count + settings.Run.BatchSize - 1) / settings.Run.BatchSize;
        translator.Model.Compile(
            loss: Loss.SparseCategoricalCrossentropy,
            optimizer: new Adam { Schedule = new CosineDecay(settings.LearningRate, (double)batches * settings.Run.Epochs) { Alpha = 0.02 }, GlobalClipNorm = 5 },
            metrics: [Metric.Accuracy]);
        return translator;
    }

    /// <summary>Fits, and saves the model after each epoch, so that a long training that is ended by force leaves it.</summary>
    private History Fit(Translator translator, HeldOutPairs data, string path, CancellationToken stop) =>
        TrainingDisplay.Run(texts, settings.Run.Epochs, display => translator.Model.Fit(translator.Batches(data.Train, settings.Run.BatchSize), new FitOptions
        {
            Epochs = settings.Run.Epochs,
            Validation = translator.Batches(data.Validation, settings.Run.BatchSize, shuffle: false),
            Callbacks = [new LambdaCallback { EpochEnd = (_, _) => translator.Save(path) }],
            Progress = display,
        }, stop));

    private (TranslationScores Greedy, TranslationScores Beam) Measure(Translator translator, IReadOnlyList<ReferencedText> test, bool spoken)
    {
        string[] sources = [.. test.Select(t => t.Source)];
        var greedy = TranslationScores.Of(translator.Translate(sources, beam: 1), test, spoken);
        var found = translator.Translate(sources, settings.Beam);
        var beam = TranslationScores.Of(found, test, spoken);
        _output.WriteLine();
        foreach (var translation in found.Take(Examples)) _output.WriteLine($"{translation.Source} → {translation.Text}");
        _output.WriteLine();
        _output.WriteLine(texts.GreedyScores(test.Count, greedy.ToString()));
        _output.WriteLine(texts.BeamScores(settings.Beam, beam.ToString()));
        return (greedy, beam);
    }

    private JsonObject Summary(History history, (TranslationScores Greedy, TranslationScores Beam)? scores, IReadOnlyList<string> files, TimeSpan elapsed)
    {
        var summary = new JsonObject
        {
            ["source"] = settings.Source,
            ["epochs"] = history.Epochs,
            ["stop_reason"] = history.StopReason.ToString(),
            ["seed"] = settings.Run.Seed,
            ["beam"] = settings.Beam,
            ["seconds"] = elapsed.TotalSeconds,
            ["epoch_seconds"] = Json.Array(history.EpochTimes.Select(time => (JsonNode?)time.TotalSeconds)),
            ["files"] = Json.Array(files.Select(file => (JsonNode?)file)),
        };
        scores?.Beam.AddTo(summary);
        return summary;
    }
}
