using System.Text.Json;

namespace Unroll.Tests.Golden;

/// <summary>A loss's value and its gradient at the prediction.</summary>
internal static class LossRunner
{
    public static void Run(JsonElement about, SafetensorsReader file, Comparison comparison)
    {
        Loss loss = Read(about);
        float[] prediction = file.ReadFloats("prediction");
        int classes = file.ShapeOf("prediction")[^1];
        int count = loss.IsOfSequences ? file.ShapeOf("prediction")[0] : prediction.Length / classes;
        Targets targets = ReadTargets(file, "target");

        var values = new float[count];
        loss.Values(targets, prediction, classes, loss.PredictsLogits, values);
        var mask = new byte[loss.MakesMask ? count : 0];
        mask.AsSpan().Fill(1);
        if (loss.MakesMask) loss.AndMask(targets, mask);
        var weights = new float[count];
        LossReduction.Weights(loss.Reduction, file.Contains("sample_weight") ? file.ReadFloats("sample_weight") : [], mask, weights);
        float[] value = loss.Reduction == Reduction.None ? [.. values.Zip(weights, (v, w) => v * w)] : [(float)LossReduction.Sum(weights, values)];
        comparison.Floats("value", file.ReadFloats("value"), value);

        var gradient = new float[prediction.Length];
        loss.Gradient(targets, prediction, classes, loss.PredictsLogits, weights, gradient);
        comparison.Floats("grad/prediction", file.ReadFloats("grad/prediction"), gradient);
    }

    // Keras's Huber leaves its delta out of its config; the cases were made with 0.7 (make_goldens.py), which is not the default.
    private static Loss Read(JsonElement about)
    {
        string className = about.GetProperty("class_name").GetString()!;
        JsonElement config = about.GetProperty("config");
        var loss = Loss.FromConfig(className, config);
        return loss is Huber && !config.TryGetProperty("delta", out _) ? new Huber { Delta = 0.7, Reduction = loss.Reduction } : loss;
    }

    public static Targets ReadTargets(SafetensorsReader file, string name) =>
        file.TypeOf(name) == TensorType.I32 ? new Targets(file.ReadInts(name)) : new Targets(file.ReadFloats(name));
}
