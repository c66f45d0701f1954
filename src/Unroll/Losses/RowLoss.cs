namespace Unroll;

/// <summary>A loss of whole rows: one formula for the last axis of predictions and targets, both [batch, ..., classes].</summary>
public abstract class RowLoss : Loss
{
    private protected RowLoss(string name)
        : base(name)
    {
    }

    internal override void Values(Targets y, ReadOnlySpan<float> prediction, int classes, bool logits, Span<float> values)
    {
        CheckTargets(y, prediction);
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)Value(y.Slice(i * classes, classes), prediction.Slice(i * classes, classes), logits);
    }

    internal override void Gradient(
        Targets y, ReadOnlySpan<float> prediction, int classes, bool logits, ReadOnlySpan<float> weights, Span<float> gradient)
    {
        CheckTargets(y, prediction);
        for (int i = 0; i < weights.Length; i++)
        {
            int at = i * classes;
            Gradient(y.Slice(at, classes), prediction.Slice(at, classes), logits, weights[i], gradient.Slice(at, classes));
        }
    }

    /// <summary>The loss of a row.</summary>
    private protected abstract double Value(Targets y, ReadOnlySpan<float> x, bool logits);

    /// <summary>Its gradient, times a weight.</summary>
    private protected abstract void Gradient(Targets y, ReadOnlySpan<float> x, bool logits, float weight, Span<float> gradient);
}
