using System.Globalization;
using System.Text.Json;

namespace Unroll.Tests.Golden;

/// <summary>Three epochs of fit, unshuffled: the running means after each batch, the weights, the evaluation and the predictions after it.</summary>
internal static class TrainingRunner
{
    public static void Run(JsonElement about, SafetensorsReader file, Comparison comparison)
    {
        Model model = ModelRunner.Build(about, file, "weight");
        string[] columns = [.. about.GetProperty("running_columns").EnumerateArray().Select(c => c.GetString()!)];
        var log = new RunningLog(columns);
        Metric[] metrics = [.. about.GetProperty("metrics").EnumerateArray().Select(m => Metric.FromName(m.GetString()!))];
        model.Compile(
            loss: Loss.FromName(about.GetProperty("loss").GetString()!),
            optimizer: OptimizerRunner.FromConfig(about.GetProperty("optimizer")),
            metrics: metrics,
            weightedMetrics: file.Contains("sample_weight") ? metrics : null);
        DataArray x = ReadData(file, "input");
        var data = Dataset.From(x, ReadData(file, "target"), file.Contains("sample_weight") ? ReadData(file, "sample_weight") : null);
        int batchSize = about.GetProperty("batch_size").GetInt32();
        History history = model.Fit(data, new FitOptions
        {
            BatchSize = batchSize,
            Epochs = about.GetProperty("epochs").GetInt32(),
            Shuffle = false,
            ClassWeight = ClassWeight(about),
            Progress = log,
        });

        comparison.Floats("running", file.ReadFloats("running"), log.Values);
        for (int i = 0; i < model.Weights.Count; i++)
            comparison.Floats($"trained/{i} ({model.Weights[i].Name})", file.ReadFloats($"trained/{i}"), model.Weights[i].ToArray());
        comparison.Floats("prediction", file.ReadFloats("prediction"), model.Predict(x).ToArray());
        IReadOnlyDictionary<string, double> evaluation = model.Evaluate(data, batchSize);
        foreach (string column in about.GetProperty("history").EnumerateObject().Select(h => h.Name))
        {
            float[] expected = [.. about.GetProperty("history").GetProperty(column).EnumerateArray().Select(v => v.GetSingle())];
            comparison.Floats($"history {column}", expected, [.. history[column].Select(v => (float)v)]);
            comparison.Floats($"evaluate {column}", [about.GetProperty("evaluate").GetProperty(column).GetSingle()], [(float)evaluation[column]]);
        }
    }

    private static Dictionary<int, float>? ClassWeight(JsonElement about)
    {
        var weights = about.GetProperty("class_weight").EnumerateObject().ToDictionary(p => int.Parse(p.Name, CultureInfo.InvariantCulture), p => p.Value.GetSingle());
        return weights.Count > 0 ? weights : null;
    }

    private static DataArray ReadData(SafetensorsReader file, string name) =>
        file.TypeOf(name) == TensorType.I32 ? new DataArray(file.ReadInts(name), file.ShapeOf(name)) : new DataArray(file.ReadFloats(name), file.ShapeOf(name));
}

/// <summary>Keeps what a training reports after each batch, row by row.</summary>
internal sealed class RunningLog(string[] columns) : IProgress<TrainingProgress>
{
    private readonly List<float> _values = [];

    public float[] Values => [.. _values];

    public void Report(TrainingProgress value)
    {
        if (!value.EpochEnded) _values.AddRange(columns.Select(c => (float)value.Values[c]));
    }
}
