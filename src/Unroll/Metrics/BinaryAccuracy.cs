namespace Unroll;

/// <summary>The part of predictions that, as 1 above the threshold and 0 below, equal their targets (Keras: <c>BinaryAccuracy</c>).</summary>
public sealed class BinaryAccuracy() : MeanMetric("binary_accuracy")
{
    /// <summary>Predictions above it count as 1.</summary>
    public double Threshold { get; init; } = 0.5;

    internal override IReadOnlyDictionary<string, object?> Config =>
        new Dictionary<string, object?> { ["name"] = Name, ["threshold"] = Threshold };

    private protected override double Value(Targets y, ReadOnlySpan<float> prediction)
    {
        float threshold = (float)Threshold;
        int equal = 0;
        for (int k = 0; k < prediction.Length; k++)
            equal += (prediction[k] > threshold ? 1f : 0f) == y.Value(k) ? 1 : 0;
        return (double)equal / prediction.Length;
    }
}
