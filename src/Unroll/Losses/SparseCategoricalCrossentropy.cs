using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// -log(prediction[target]) (Keras: <c>SparseCategoricalCrossentropy</c>). Targets are class numbers, [batch, ...]; predictions [batch, ..., classes].
/// Predictions are probabilities: they are kept within [1e-7, 1 - 1e-7] and then divided by their sum.
/// If the model ends in a softmax, the loss is computed from the values before it, as Keras does.
/// </summary>
public sealed class SparseCategoricalCrossentropy() : Loss("sparse_categorical_crossentropy")
{
    /// <summary>Whether the predictions are logits, the values before a softmax.</summary>
    public bool FromLogits { get; init; }

    /// <summary>A class number whose targets are left out of the loss; none if null.</summary>
    public int? IgnoreClass { get; init; }

    internal override Activation? Fuses => FromLogits ? null : Activation.Softmax;

    internal override bool PredictsLogits => FromLogits;

    internal override bool HasOneTarget => true;

    internal override bool MakesMask => IgnoreClass is not null;

    internal override IReadOnlyDictionary<string, object?> Config
    {
        get
        {
            Dictionary<string, object?> config = BaseConfig();
            config["from_logits"] = FromLogits;
            config["ignore_class"] = IgnoreClass;
            return config;
        }
    }

    internal override void Values(Targets y, ReadOnlySpan<float> prediction, int classes, bool logits, Span<float> values)
    {
        CheckLabels(y, values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            int label = y.Label(i);
            values[i] = label == IgnoreClass ? 0 : (float)Value(Checked(label, i, classes), prediction.Slice(i * classes, classes), logits);
        }
    }

    internal override void Gradient(
        Targets y, ReadOnlySpan<float> prediction, int classes, bool logits, ReadOnlySpan<float> weights, Span<float> gradient)
    {
        CheckLabels(y, weights.Length);
        for (int i = 0; i < weights.Length; i++)
        {
            int label = y.Label(i);
            ReadOnlySpan<float> row = prediction.Slice(i * classes, classes);
            Span<float> result = gradient.Slice(i * classes, classes);
            if (label == IgnoreClass)
                result.Clear();
            else if (logits)
                LogitGradient(Checked(label, i, classes), row, weights[i], result);
            else
                ProbabilityGradient(Checked(label, i, classes), row, weights[i], result);
        }
    }

    internal override void AndMask(Targets y, Span<byte> mask)
    {
        for (int i = 0; i < mask.Length; i++)
        {
            if (y.Label(i) == IgnoreClass)
                mask[i] = 0;
        }
    }

    private static double Value(int label, ReadOnlySpan<float> row, bool logits) =>
        logits
            ? Crossentropy.LogSumExp(row) - row[label]
            : DoubleMath.Log(ClippedSum(row)) - DoubleMath.Log(Crossentropy.Clip(row[label]));

    // softmax(x), less 1 at the label
    private static void LogitGradient(int label, ReadOnlySpan<float> x, float weight, Span<float> gradient)
    {
        double sum = SoftmaxSums.Exponentials(x, SoftmaxSums.Max(x), gradient);
        SoftmaxSums.Scale(gradient, (float)(weight / sum));
        gradient[label] -= weight;
    }

    // Where the clip passes: 1 / sum(clip(p)), less 1 / p at the label
    private static void ProbabilityGradient(int label, ReadOnlySpan<float> p, float weight, Span<float> gradient)
    {
        double all = 1 / ClippedSum(p);
        for (int k = 0; k < p.Length; k++)
            gradient[k] = !Crossentropy.Passes(p[k]) ? 0 : (float)(weight * (k == label ? all - 1.0 / p[k] : all));
    }

    private static double ClippedSum(ReadOnlySpan<float> p)
    {
        double sum = 0;
        foreach (float value in p)
            sum += Crossentropy.Clip(value);
        return sum;
    }

    private static int Checked(int label, int sample, int classes) =>
        (uint)label < (uint)classes
            ? label
            : Throw.Argument<int>(
                $"Target {sample} is class {label}, but the model predicts {classes} classes, 0 to {classes - 1}. "
                + "Check the labels or the size of the last layer; IgnoreClass leaves a class number out.");

    private static void CheckLabels(Targets y, int samples)
    {
        if (y.Length != samples)
        {
            Throw.Shape(
                $"SparseCategoricalCrossentropy expects {samples} class numbers, one for each prediction, but got {y.Length} targets. "
                + "Give class numbers, or use CategoricalCrossentropy for one-hot labels.");
        }
    }
}
