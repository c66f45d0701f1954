namespace Unroll;

/// <summary>No value below 0. Keras's NonNeg.</summary>
public sealed class NonNeg : Constraint
{
    internal override IReadOnlyDictionary<string, object?> Config { get; } = new Dictionary<string, object?>();

    internal override void Apply(Span<float> values, ReadOnlySpan<int> shape)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = Math.Max(values[i], 0);
    }
}
