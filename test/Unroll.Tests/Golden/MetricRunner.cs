using System.Globalization;
using System.Text.Json;

namespace Unroll.Tests.Golden;

/// <summary>A metric's result after each of several batches.</summary>
internal static class MetricRunner
{
    public static void Run(JsonElement about, SafetensorsReader file, Comparison comparison)
    {
        var metric = Metric.FromConfig(about.GetProperty("class_name").GetString()!, about.GetProperty("config"));
        var state = new MetricState();
        for (int u = 0; u < about.GetProperty("updates").GetInt32(); u++)
        {
            string prefix = string.Create(CultureInfo.InvariantCulture, $"update{u}/");
            ReadOnlySpan<int> shape = file.ShapeOf($"{prefix}prediction");
            float[] prediction = file.TypeOf($"{prefix}prediction") == TensorType.I32
                ? [.. file.ReadInts($"{prefix}prediction").Select(p => (float)p)]
                : file.ReadFloats($"{prefix}prediction");
            string weight = $"{prefix}sample_weight";
            metric.Update(ref state, LossRunner.ReadTargets(file, $"{prefix}target"), prediction, shape.Length > 1 ? shape[^1] : 1, file.Contains(weight) ? file.ReadFloats(weight) : []);
            comparison.Floats($"{prefix}result", file.ReadFloats($"{prefix}result"), [.. metric.Results(state).Select(r => (float)r)]);
        }
    }
}
