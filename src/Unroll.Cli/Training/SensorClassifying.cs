using System.Numerics.Tensors;
using Unroll.Cli.Evaluation;
using Unroll.Cli.Texts;

namespace Unroll.Cli.Training;

/// <summary>Names steps by a column of labels, beside the label that is most frequent and the one that was there last.</summary>
internal sealed class SensorClassifying : ISensorTask
{
    private readonly Catalogue _texts;
    private readonly SensorSettings _settings;
    private readonly Series _series;
    private readonly (Range Training, Range Validation, Range Test) _parts;
    private readonly SeriesClassifierSettings _classifying;

    public SensorClassifying(Catalogue texts, SensorSettings settings, SensorSource source, Series series, (Range Training, Range Validation, Range Test) parts)
    {
        (_texts, _settings, _series, _parts) = (texts, settings, series, parts);
        Tensor<float> training = series.ValuesOf(parts.Training);
        _classifying = new SeriesClassifierSettings
        {
            Columns = series.Columns,
            Labels = [.. series.Labels!.Distinct().Order(StringComparer.Ordinal)],
            Window = source.Window,
            StepsAhead = source.StepsAhead,
            Scaler = settings.MinMax ? SeriesScaler.MinMax(training) : SeriesScaler.Standard(training),
            Reading = source.Reading with { Columns = series.Columns, LabelColumn = null },
            DatasetName = source.DatasetName,
            LicenceNotice = source.LicenceNotice,
        };
    }

    public (string First, string Second) Figures => (_texts.Accuracy, "F1");

    public IReadOnlyList<SensorScore> Baselines()
    {
        string[] labels = [.. _series.Labels!];
        string frequent = labels[_parts.Training].CountBy(label => label).MaxBy(count => count.Value).Key;
        (int first, int count) = _parts.Test.GetOffsetAndLength(_series.Count);
        int back = Math.Max(1, _classifying.StepsAhead);
        return
        [
            Score(_texts.MostFrequent(frequent), [.. Enumerable.Repeat(frequent, count)]),
            Score(_texts.AsBefore, labels[(first - back)..(first - back + count)]),
        ];
    }

    public Sequential Build(string kind)
    {
        var output = new Dense(_classifying.Labels.Count) { Activation = Activation.Softmax };
        var model = SensorModels.Build(kind, _classifying.Window, _series.Columns.Count, _settings.Units, output, _settings.Run.Seed);
        model.Compile(Loss.SparseCategoricalCrossentropy, new Adam(), [Metric.Accuracy]);
        return model;
    }

    public (Dataset Training, Dataset Validation) Data(Sequential model)
    {
        var classifier = new SeriesClassifier(model, _classifying);
        return (classifier.Windows(_series, _parts.Training), classifier.Windows(_series, _parts.Validation));
    }

    public SensorScore Score(string name, Sequential model) => Score(name, Named(model));

    public void Save(string name, Sequential model, OutputFolder folder)
    {
        new SeriesClassifier(model, _classifying).Save(folder.Add("model.safetensors"));
        Confusion.Map(_classifying.Labels, Truth(), Numbers(Named(model)), _texts.Truth, _texts.Named).Save(folder.Add("confusion.png"));
    }

    private SensorScore Score(string name, string[] named)
    {
        int[] truth = Truth(), numbers = Numbers(named);
        double right = truth.Zip(numbers, (t, n) => t == n ? 1.0 : 0).Average();
        return new SensorScore(name, right, TopicScore.MacroAverage(TopicScore.Compute(truth, numbers, _classifying.Labels.Count)).F1);
    }

    private int[] Truth() => Numbers([.. _series.Labels!.ToArray()[_parts.Test]]);

    private int[] Numbers(string[] labels) => [.. labels.Select(label => _classifying.Labels.ToList().IndexOf(label))];

    private string[] Named(Sequential model)
    {
        float[] probabilities = new SeriesClassifier(model, _classifying).Probabilities(_series, _parts.Test).ToArray();
        return [.. probabilities.Chunk(_classifying.Labels.Count).Select(row => _classifying.Labels[Array.IndexOf(row, row.Max())])];
    }
}
