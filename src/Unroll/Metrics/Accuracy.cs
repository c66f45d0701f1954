namespace Unroll;

/// <summary>
/// The part of predictions that equal their targets (Keras: <c>Accuracy</c>). In <c>Compile</c> it stands, as Keras's "accuracy",
/// for <see cref="BinaryAccuracy"/>, <see cref="SparseCategoricalAccuracy"/> or <see cref="CategoricalAccuracy"/>, by the shapes of targets and predictions.
/// </summary>
public sealed class Accuracy() : MeanMetric("accuracy")
{
    internal override Metric Resolve(int targetClasses, int classes) =>
        classes == 1 ? new BinaryAccuracy { Name = Name }
        : targetClasses <= 1 ? new SparseCategoricalAccuracy { Name = Name }
        : new CategoricalAccuracy { Name = Name };

    private protected override double Value(Targets y, ReadOnlySpan<float> prediction)
    {
        int equal = 0;
        for (int k = 0; k < prediction.Length; k++)
            equal += prediction[k] == y.Value(k) ? 1 : 0;
        return (double)equal / prediction.Length;
    }
}
