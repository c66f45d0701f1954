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

    public int Run() => ModelTraining.Run(texts, settings.Run, Prepare);

    private ReadyModel Prepare()
    {
        var data = LoadData();
        ShowArrays(data);
        var model = BuildModel(data.Topics);
        return new ReadyModel(model, (data.XTrain, data.YTrain))
        {
            Validation = (data.XTest, data.YTest),
            Save = ReutersTask.Classifier(model, settings.NumWords, settings.MaxLength).Save,
            Measure = (_, summary) => Measure(model, data, summary),
            Summary = new() { ["test_accuracy"] = null, ["test_loss"] = null },
        };
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

    private void Measure(Sequential model, Data data, JsonObject summary)
    {
        var test = model.Evaluate(data.XTest, data.YTest);
        _output.WriteLine($"\n Test Accuracy : {Invariant.Four(test["accuracy"])}");
        summary["test_accuracy"] = Json.Number(test["accuracy"]);
        summary["test_loss"] = Json.Number(test["loss"]);
    }
}
