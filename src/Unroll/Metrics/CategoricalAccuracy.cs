namespace Unroll;

/// <summary>
/// The part of samples whose largest prediction is where the largest target is (Keras: <c>CategoricalAccuracy</c>).
/// Both are [batch, ..., classes]; of equals the first counts.
/// </summary>
public sealed class CategoricalAccuracy() : Metric("categorical_accuracy")
{
    private protected override double Value(Targets y, ReadOnlySpan<float> prediction)
    {
        int target = 0;
        for (int k = 1; k < y.Length; k++)
        {
            if (y.Value(k) > y.Value(target))
                target = k;
        }

        return ArgMax(prediction) == target ? 1 : 0;
    }
}
