namespace Unroll;

/// <summary>
/// The part of samples whose largest prediction is where the largest target is (Keras: <c>CategoricalAccuracy</c>).
/// Both are [batch, ..., classes]; of equals the first counts.
/// </summary>
public sealed class CategoricalAccuracy() : MeanMetric("categorical_accuracy")
{
    private protected override double Value(Targets y, ReadOnlySpan<float> prediction) => ArgMax(prediction) == ArgMax(y) ? 1 : 0;
}
