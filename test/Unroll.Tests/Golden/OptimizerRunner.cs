using System.Globalization;
using System.Text.Json;

namespace Unroll.Tests.Golden;

/// <summary>Weights after each of several steps with given gradients.</summary>
internal static class OptimizerRunner
{
    public static void Run(JsonElement about, SafetensorsReader file, Comparison comparison)
    {
        Optimizer optimizer = FromConfig(about.GetProperty("config"));
        for (int i = 0; file.Contains(Name("start", i)); i++)
        {
            float[] weights = file.ReadFloats(Name("start", i));
            float[][] slots = [.. Enumerable.Range(0, 3).Select(s => new float[s < optimizer.SlotCount ? weights.Length : 0])];
            for (int step = 0; step < about.GetProperty("steps").GetInt32(); step++)
            {
                string prefix = string.Create(CultureInfo.InvariantCulture, $"step{step:D2}/");
                optimizer.Step(step + 1, weights, file.ReadFloats(Name($"{prefix}grad", i)), new OptimizerSlots(slots[0], slots[1], slots[2]));
                comparison.Floats(Name($"{prefix}value", i), file.ReadFloats(Name($"{prefix}value", i)), weights);
            }
        }
    }

    public static Optimizer FromConfig(JsonElement optimizer) =>
        Optimizer.FromConfig(optimizer.GetProperty("class_name").GetString()!, optimizer.GetProperty("config"));

    private static string Name(string folder, int index) => string.Create(CultureInfo.InvariantCulture, $"{folder}/{index}");
}
