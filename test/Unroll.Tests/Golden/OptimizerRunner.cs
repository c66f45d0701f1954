using System.Globalization;
using System.Text.Json;

namespace Unroll.Tests.Golden;

/// <summary>Weights after each of several steps with given gradients.</summary>
internal static class OptimizerRunner
{
    public static void Run(JsonElement about, SafetensorsReader file, Comparison comparison)
    {
        var weights = new List<Parameter>();
        while (file.Contains(Name("start", weights.Count)))
        {
            string name = Name("start", weights.Count);
            weights.Add(new Parameter(name, file.ShapeOf(name).ToArray(), Initializer.Zeros));
        }

        var store = new ParameterStore([ParameterSegment.Create(weights, 0)]);
        foreach (Parameter weight in weights) weight.Set(file.ReadFloats(weight.Name));
        var state = new OptimizerState(FromConfig(about.GetProperty("config")), store);
        var frozen = new HashSet<Parameter>();
        for (int step = 0; step < about.GetProperty("steps").GetInt32(); step++)
        {
            string prefix = string.Create(CultureInfo.InvariantCulture, $"step{step:D2}/");
            state.Step(new GivenGradients([.. weights.Select((_, i) => file.ReadFloats(Name($"{prefix}grad", i)))], weights), frozen);
            for (int i = 0; i < weights.Count; i++)
                comparison.Floats(Name($"{prefix}value", i), file.ReadFloats(Name($"{prefix}value", i)), weights[i].ToArray());
        }
    }

    public static Optimizer FromConfig(JsonElement optimizer) =>
        Optimizer.FromConfig(optimizer.GetProperty("class_name").GetString()!, optimizer.GetProperty("config"));

    private static string Name(string folder, int index) => string.Create(CultureInfo.InvariantCulture, $"{folder}/{index}");
}

/// <summary>Gradients that stand in arrays.</summary>
internal sealed class GivenGradients(float[][] gradients, IReadOnlyList<Parameter> weights) : IGradients
{
    public Span<float> Gradient(Parameter parameter) => gradients[Index(parameter)];

    public Span<float> SquaresIfAny(Parameter parameter) => default;

    private int Index(Parameter parameter) => weights.ToList().IndexOf(parameter);
}
