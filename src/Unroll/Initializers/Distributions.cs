namespace Unroll;

/// <summary>Uniform between two bounds (Keras: <c>RandomUniform</c>).</summary>
/// <param name="minimum">The lower bound, included.</param>
/// <param name="maximum">The upper bound.</param>
public sealed class RandomUniform(double minimum = -0.05, double maximum = 0.05) : RandomInitializer
{
    /// <summary>The lower bound, included.</summary>
    public double Minimum { get; } = minimum;

    /// <summary>The upper bound.</summary>
    public double Maximum { get; } = maximum;

    internal override IReadOnlyDictionary<string, object?> Config =>
        new Dictionary<string, object?> { ["seed"] = Seed, ["minval"] = Minimum, ["maxval"] = Maximum };

    private protected override void Draw(Span<float> values, ReadOnlySpan<int> shape, Philox random) => Uniform(values, Minimum, Maximum, random);
}

/// <summary>Normal (Keras: <c>RandomNormal</c>).</summary>
/// <param name="mean">The mean.</param>
/// <param name="deviation">The standard deviation.</param>
public sealed class RandomNormal(double mean = 0, double deviation = 0.05) : RandomInitializer
{
    /// <summary>The mean.</summary>
    public double Mean { get; } = mean;

    /// <summary>The standard deviation.</summary>
    public double Deviation { get; } = deviation;

    internal override IReadOnlyDictionary<string, object?> Config =>
        new Dictionary<string, object?> { ["seed"] = Seed, ["mean"] = Mean, ["stddev"] = Deviation };

    private protected override void Draw(Span<float> values, ReadOnlySpan<int> shape, Philox random) => Normal(values, Mean, Deviation, random);
}

/// <summary>Normal, with what lies beyond two standard deviations drawn again (Keras: <c>TruncatedNormal</c>).</summary>
/// <param name="mean">The mean.</param>
/// <param name="deviation">The standard deviation before the cut.</param>
public sealed class TruncatedNormal(double mean = 0, double deviation = 0.05) : RandomInitializer
{
    /// <summary>The mean.</summary>
    public double Mean { get; } = mean;

    /// <summary>The standard deviation before the cut.</summary>
    public double Deviation { get; } = deviation;

    internal override IReadOnlyDictionary<string, object?> Config =>
        new Dictionary<string, object?> { ["seed"] = Seed, ["mean"] = Mean, ["stddev"] = Deviation };

    private protected override void Draw(Span<float> values, ReadOnlySpan<int> shape, Philox random) => Truncated(values, Mean, Deviation, random);
}
