namespace Unroll;

/// <summary>
/// The part of samples where fewer than <see cref="K"/> predictions are larger than that of the target's class (Keras: <c>TopKCategoricalAccuracy</c>).
/// Targets are one-hot, both [batch, ..., classes].
/// </summary>
public sealed class TopKCategoricalAccuracy() : MeanMetric("top_k_categorical_accuracy")
{
    /// <summary>How many predictions count.</summary>
    public int K { get; init; } = 5;

    internal override IReadOnlyDictionary<string, object?> Config => new Dictionary<string, object?> { ["name"] = Name, ["k"] = K };

    private protected override double Value(Targets y, ReadOnlySpan<float> prediction) => IsInTop(ArgMax(y), prediction, K) ? 1 : 0;

    internal static bool IsInTop(int label, ReadOnlySpan<float> prediction, int k)
    {
        if ((uint)label >= (uint)prediction.Length || !float.IsFinite(prediction[label]))
            return false;
        int larger = 0;
        foreach (float p in prediction)
            larger += p > prediction[label] ? 1 : 0;
        return larger < k;
    }
}

/// <summary>
/// The part of samples where fewer than <see cref="K"/> predictions are larger than that of the target's class
/// (Keras: <c>SparseTopKCategoricalAccuracy</c>). Targets are class numbers, [batch, ...]; predictions [batch, ..., classes].
/// </summary>
public sealed class SparseTopKCategoricalAccuracy() : MeanMetric("sparse_top_k_categorical_accuracy")
{
    /// <summary>How many predictions count.</summary>
    public int K { get; init; } = 5;

    internal override IReadOnlyDictionary<string, object?> Config => new Dictionary<string, object?> { ["name"] = Name, ["k"] = K };

    private protected override int TargetsPerSample(int classes) => 1;

    private protected override double Value(Targets y, ReadOnlySpan<float> prediction) =>
        TopKCategoricalAccuracy.IsInTop(y.Label(0), prediction, K) ? 1 : 0;
}
