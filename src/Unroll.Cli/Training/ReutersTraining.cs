using System.Diagnostics;
using System.Numerics.Tensors;
using System.Text.Json.Nodes;
using Unroll.Cli.Output;
using Unroll.Cli.Texts;
using Unroll.Datasets;

namespace Unroll.Cli.Training;

/// <summary>The lecture's program: shows the data, trains, measures, saves.</summary>
internal sealed class ReutersTraining(Catalogue texts, TrainingSettings settings)
{
    private sealed record Data(int Topics, Tensor<int> XTrain, Tensor<float> YTrain, Tensor<int> XTest, Tensor<float> YTest);

    private readonly TextWriter _output = Console.Out;

    public int Run()
    {
        if (settings.Run.Threads is { } threads) ComputeOptions.Threads = threads;
        var folder = OutputFolder.Prepare(settings.Run.Folder, texts);
        using var interruption = new Interruption();
        var watch = Stopwatch.StartNew();

        var data = LoadData();
        ShowArrays(data);
        var model = BuildModel(data.Topics);
        _output.WriteLine(model.Summary().TrimEnd());
        _output.WriteLine();

        var history = Fit(model, data, interruption.Token);
        var files = folder.Save(ReutersTask.Classifier(model, settings.NumWords, settings.MaxLength), history);
        var test = history.StopReason == StopReason.Cancelled ? null : model.Evaluate(data.XTest, data.YTest);
        ShowOutcome(history, test, files);
        if (settings.Run.Json) _output.WriteLine(Json.Line(Summary(history, test, files, watch.Elapsed)));
        return test is null ? ExitCode.Interrupted : ExitCode.Success;
    }

    private Data LoadData()
    {
        var (train, test) = Reuters.Load(numWords: settings.NumWords, testSplit: 0.2);
        int topics = train.Topics.Max() + 1;
        _output.WriteLine(texts.Categories(topics));
        _output.WriteLine(texts.TrainingStories(train.Stories.Length));
        _output.WriteLine(texts.TestStories(test.Stories.Length));
        _output.WriteLine();
        _output.WriteLine($"[{string.Join(", ", train.Stories[0])}]");
        _output.WriteLine();
        return new Data(
            topics,
            Sequences.Pad(train.Stories, maxLength: settings.MaxLength),
            Labels.ToCategorical(train.Topics),
            Sequences.Pad(test.Stories, maxLength: settings.MaxLength),
            Labels.ToCategorical(test.Topics));
    }

    private void ShowArrays(Data data)
    {
        (string Name, string Text)[] arrays =
        [
            ("x_train", ArrayCorners.Format(data.XTrain)),
            ("x_test", ArrayCorners.Format(data.XTest)),
            ("y_train", ArrayCorners.Format(data.YTrain)),
            ("y_test", ArrayCorners.Format(data.YTest)),
        ];
        foreach (var (name, text) in arrays)
        {
            _output.WriteLine(name);
            _output.WriteLine(text);
            _output.WriteLine();
        }
    }

    private Sequential BuildModel(int topics)
    {
        var model = new Sequential(seed: (ulong)settings.Run.Seed)
        {
            new Embedding(settings.NumWords, settings.Embedding),
            new Lstm(settings.Units) { Activation = Activation.Tanh },
            new Dense(topics) { Activation = Activation.Softmax },
        };
        model.Compile(loss: Loss.CategoricalCrossentropy, optimizer: new Adam(), metrics: [Metric.Accuracy]);
        return model;
    }

    private History Fit(Sequential model, Data data, CancellationToken stop)
    {
        return TrainingDisplay.Run(texts, settings.Run.Epochs, display => model.Fit(data.XTrain, data.YTrain, new FitOptions
        {
            BatchSize = settings.Run.BatchSize,
            Epochs = settings.Run.Epochs,
            Validation = (data.XTest, data.YTest),
            Progress = display,
        }, stop));
    }

    private void ShowOutcome(History history, IReadOnlyDictionary<string, double>? test, IReadOnlyList<string> files)
    {
        if (test is not null) _output.WriteLine($"\n Test Accuracy : {Invariant.Four(test["accuracy"])}");
        _output.WriteLine();
        foreach (string file in files) _output.WriteLine(texts.Saved(file));
        if (test is null) _output.WriteLine(texts.Interrupted(history.Epochs));
    }

    private JsonObject Summary(History history, IReadOnlyDictionary<string, double>? test, IReadOnlyList<string> files, TimeSpan elapsed) => new()
    {
        ["test_accuracy"] = test is null ? null : Json.Number(test["accuracy"]),
        ["test_loss"] = test is null ? null : Json.Number(test["loss"]),
        ["epochs"] = history.Epochs,
        ["stop_reason"] = history.StopReason.ToString(),
        ["seed"] = settings.Run.Seed,
        ["seconds"] = elapsed.TotalSeconds,
        ["epoch_seconds"] = Json.Array(history.EpochTimes.Select(time => (JsonNode?)time.TotalSeconds)),
        ["files"] = Json.Array(files.Select(file => (JsonNode?)file)),
    };
}
