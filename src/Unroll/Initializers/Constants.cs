namespace Unroll;

/// <summary>One value everywhere (Keras: <c>Constant</c>).</summary>
/// <param name="value">The value.</param>
public sealed class Constant(double value = 0) : Initializer
{
    /// <summary>The value.</summary>
    public double Value { get; } = value;

    internal override IReadOnlyDictionary<string, object?> Config => new Dictionary<string, object?> { ["value"] = Value };

    internal override void Fill(Span<float> values, ReadOnlySpan<int> shape, Philox random) => values.Fill((float)Value);
}

/// <summary>Zero everywhere (Keras: <c>Zeros</c>).</summary>
public sealed class Zeros : Initializer
{
    internal override void Fill(Span<float> values, ReadOnlySpan<int> shape, Philox random) => values.Clear();
}

/// <summary>One everywhere (Keras: <c>Ones</c>).</summary>
public sealed class Ones : Initializer
{
    internal override void Fill(Span<float> values, ReadOnlySpan<int> shape, Philox random) => values.Fill(1);
}

/// <summary>A matrix with <paramref name="gain"/> on the diagonal and zeros elsewhere (Keras: <c>Identity</c>).</summary>
/// <param name="gain">The value on the diagonal.</param>
public sealed class Identity(double gain = 1) : Initializer
{
    /// <summary>The value on the diagonal.</summary>
    public double Gain { get; } = gain;

    internal override IReadOnlyDictionary<string, object?> Config => new Dictionary<string, object?> { ["gain"] = Gain };

    internal override void Fill(Span<float> values, ReadOnlySpan<int> shape, Philox random)
    {
        if (shape.Length != 2)
            Throw.Shape($"The initializer Identity makes matrices, but the weight has {shape.Length} axes. Use it for weights of rank 2.");
        values.Clear();
        for (int i = 0; i < Math.Min(shape[0], shape[1]); i++)
            values[i * shape[1] + i] = (float)Gain;
    }
}

/// <summary>The roots of what another initializer gives.</summary>
internal sealed class SquareRoot(Initializer initializer) : Initializer
{
    internal override void Fill(Span<float> values, ReadOnlySpan<int> shape, Philox random)
    {
        initializer.Fill(values, shape, random);
        foreach (ref float value in values)
            value = (float)Math.Sqrt(value);
    }
}
