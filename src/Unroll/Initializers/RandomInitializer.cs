namespace Unroll;

/// <summary>An initializer that draws random numbers.</summary>
public abstract class RandomInitializer : Initializer
{
    private protected RandomInitializer()
    {
    }

    /// <summary>A seed of its own: every weight of one shape then gets the same values. Null (the default): the model's seed, a stream for each weight.</summary>
    public long? Seed { get; init; }

    internal override IReadOnlyDictionary<string, object?> Config => new Dictionary<string, object?> { ["seed"] = Seed };

    internal sealed override void Fill(Span<float> values, ReadOnlySpan<int> shape, Philox random) =>
        Draw(values, shape, Seed is { } seed ? new Philox((ulong)seed, 0) : random);

    private protected abstract void Draw(Span<float> values, ReadOnlySpan<int> shape, Philox random);

    private protected static void Uniform(Span<float> values, double low, double high, Philox random)
    {
        random.Uniform(0, values);
        foreach (ref float value in values)
            value = (float)(low + (high - low) * value);
    }

    private protected static void Normal(Span<float> values, double mean, double deviation, Philox random)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)(mean + deviation * random.NormalAt(0, (ulong)i));
    }

    /// <summary>Normal values cut off beyond two standard deviations: the distribution function's inverse over the part that stays.</summary>
    private protected static void Truncated(Span<float> values, double mean, double deviation, Philox random)
    {
        // The normal distribution function at -2.
        const double Below = 0.02275013194817920720;
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)(mean + deviation * Kernels.DoubleMath.InverseNormal(Below + (1 - 2 * Below) * random.UnitAt(0, (ulong)i)));
    }
}
