namespace Unroll;

/// <summary>
/// The part of samples whose largest prediction is that of the target's class (Keras: <c>SparseCategoricalAccuracy</c>).
/// Targets are class numbers, [batch, ...]; predictions [batch, ..., classes]; of equals the first counts.
/// </summary>
public sealed class SparseCategoricalAccuracy() : MeanMetric("sparse_categorical_accuracy")
{
    private protected override int TargetsPerSample(int classes) => 1;

    private protected override double Value(Targets y, ReadOnlySpan<float> prediction) => ArgMax(prediction) == y.Label(0) ? 1 : 0;
}
