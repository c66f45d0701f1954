namespace Unroll;

/// <summary>The mean of a loss's values (Keras's metrics of the same names, such as <c>CategoricalCrossentropy</c>), from the predictions as they stand.</summary>
/// <param name="loss">The loss; its reduction does not matter.</param>
public sealed class LossMetric(Loss loss) : Metric(loss.Name)
{
    /// <inheritdoc/>
    public override string ClassName => loss.ClassName;

    internal override IReadOnlyDictionary<string, object?> Config
    {
        get
        {
            Dictionary<string, object?> config = new(loss.Config) { ["name"] = Name };
            config.Remove("reduction");
            return config;
        }
    }

    private protected override int TargetsPerSample(int classes) => loss is SparseCategoricalCrossentropy ? 1 : classes;

    private protected override double Value(Targets y, ReadOnlySpan<float> prediction)
    {
        Span<float> value = stackalloc float[1];
        loss.Values(y, prediction, prediction.Length, loss.PredictsLogits, value);
        return value[0];
    }
}
