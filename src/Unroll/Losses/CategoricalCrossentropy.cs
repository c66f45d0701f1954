using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// -sum(target * log(prediction)) over the classes (Keras: <c>CategoricalCrossentropy</c>). Targets and predictions are [batch, ..., classes].
/// Predictions are probabilities: they are divided by their sum and kept within [1e-7, 1 - 1e-7].
/// If the model ends in a softmax, the loss is computed from the values before it, as Keras does.
/// </summary>
public sealed class CategoricalCrossentropy() : RowLoss("categorical_crossentropy")
{
    /// <summary>Whether the predictions are logits, the values before a softmax.</summary>
    public bool FromLogits { get; init; }

    /// <summary>The part of each target, from 0 to 1, that is spread evenly over all classes.</summary>
    public double LabelSmoothing { get; init; }

    internal override Activation? Fuses => FromLogits ? null : Activation.Softmax;

    internal override bool PredictsLogits => FromLogits;

    internal override IReadOnlyDictionary<string, object?> Config => Crossentropy.AddTo(BaseConfig(), FromLogits, LabelSmoothing);

    private protected override double Value(Targets y, ReadOnlySpan<float> x, bool logits) => logits ? LogitValue(y, x) : ProbabilityValue(y, x);

    private protected override void Gradient(Targets y, ReadOnlySpan<float> x, bool logits, float weight, Span<float> gradient)
    {
        if (logits)
            LogitGradient(y, x, weight, gradient);
        else
            ProbabilityGradient(y, x, weight, gradient);
    }

    private double Target(Targets y, int k) => Crossentropy.Smoothed(y, k, LabelSmoothing);

    private double LogitValue(Targets y, ReadOnlySpan<float> x)
    {
        double logSum = Crossentropy.LogSumExp(x);
        double value = 0;
        for (int k = 0; k < x.Length; k++)
        {
            double t = Target(y, k);
            if (t != 0)
                value += t * (logSum - x[k]);
        }

        return value;
    }

    // sum(t) softmax(x) - t
    private void LogitGradient(Targets y, ReadOnlySpan<float> x, float weight, Span<float> gradient)
    {
        double targetSum = 0;
        for (int k = 0; k < x.Length; k++)
            targetSum += Target(y, k);
        double sum = SoftmaxSums.Exponentials(x, SoftmaxSums.Max(x), gradient);
        SoftmaxSums.Scale(gradient, (float)(weight * targetSum / sum));
        for (int k = 0; k < x.Length; k++)
        {
            double t = Target(y, k);
            if (t != 0)
                gradient[k] -= (float)(weight * t);
        }
    }

    private double ProbabilityValue(Targets y, ReadOnlySpan<float> p)
    {
        double sum = Crossentropy.Sum(p);
        double value = 0;
        for (int k = 0; k < p.Length; k++)
        {
            double t = Target(y, k);
            if (t != 0)
                value -= t * DoubleMath.Log(Crossentropy.Clip(p[k] / sum));
        }

        return value;
    }

    // With q = p / sum(p) and t' the targets where the clip passes: (sum(t') - t' / q) / sum(p)
    private void ProbabilityGradient(Targets y, ReadOnlySpan<float> p, float weight, Span<float> gradient)
    {
        double sum = Crossentropy.Sum(p);
        double targetSum = 0;
        for (int k = 0; k < p.Length; k++)
            targetSum += Crossentropy.Passes(p[k] / sum) ? Target(y, k) : 0;
        for (int k = 0; k < p.Length; k++)
        {
            double q = p[k] / sum;
            double own = Crossentropy.Passes(q) ? Target(y, k) / q : 0;
            gradient[k] = (float)(weight * (targetSum - own) / sum);
        }
    }

    private protected override void CheckTargets(Targets y, ReadOnlySpan<float> prediction)
    {
        if (y.Length != prediction.Length)
        {
            Throw.Shape(
                $"CategoricalCrossentropy expects a target for each of the {prediction.Length} predicted probabilities, but got {y.Length}. "
                + "Make the labels one-hot, or use SparseCategoricalCrossentropy for class numbers.");
        }
    }
}
