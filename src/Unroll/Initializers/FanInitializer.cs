namespace Unroll;

/// <summary>Which of a weight's inputs and outputs a <see cref="VarianceScaling"/> divides by. Keras: <c>mode</c>.</summary>
public enum ScalingMode
{
    /// <summary>Its inputs.</summary>
    FanIn,

    /// <summary>Its outputs.</summary>
    FanOut,

    /// <summary>The mean of both. Keras: <c>fan_avg</c>.</summary>
    FanAverage,
}

/// <summary>What a <see cref="VarianceScaling"/> draws from. Keras: <c>distribution</c>.</summary>
public enum ScalingDistribution
{
    /// <summary>A normal one, without what lies beyond two standard deviations.</summary>
    TruncatedNormal,

    /// <summary>A normal one.</summary>
    UntruncatedNormal,

    /// <summary>A uniform one around 0.</summary>
    Uniform,
}

/// <summary>
/// Random values of variance scale / fan. Of a shape [..., in, out], the fans are in and out times the product of the axes before them; of a vector,
/// both are its length.
/// </summary>
public abstract class FanInitializer : RandomInitializer
{
    private protected FanInitializer(double scale, ScalingMode mode, ScalingDistribution distribution)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(scale);
        (Scale, Mode, Distribution) = (scale, mode, distribution);
    }

    /// <summary>The variance times the fan.</summary>
    public double Scale { get; }

    /// <summary>The fan.</summary>
    public ScalingMode Mode { get; }

    /// <summary>What is drawn from.</summary>
    public ScalingDistribution Distribution { get; }

    private protected sealed override void Draw(Span<float> values, ReadOnlySpan<int> shape, Philox random)
    {
        (double fanIn, double fanOut) = Fans(shape);
        double fan = Mode switch { ScalingMode.FanIn => fanIn, ScalingMode.FanOut => fanOut, _ => (fanIn + fanOut) / 2 };
        double variance = Scale / Math.Max(1, fan);
        switch (Distribution)
        {
            case ScalingDistribution.Uniform:
                double limit = Math.Sqrt(3 * variance);
                Uniform(values, -limit, limit, random);
                break;
            case ScalingDistribution.UntruncatedNormal:
                Normal(values, 0, Math.Sqrt(variance), random);
                break;
            default:
                // What the cut at two standard deviations leaves of one.
                const double Remaining = 0.87962566103423978;
                Truncated(values, 0, Math.Sqrt(variance) / Remaining, random);
                break;
        }
    }

    private static (double In, double Out) Fans(ReadOnlySpan<int> shape)
    {
        if (shape.Length == 0)
            return (1, 1);
        if (shape.Length == 1)
            return (shape[0], shape[0]);
        double field = 1;
        foreach (int size in shape[..^2])
            field *= size;
        return (shape[^2] * field, shape[^1] * field);
    }
}

/// <summary>Values of variance <paramref name="scale"/> over the fan that <paramref name="mode"/> names (Keras: <c>VarianceScaling</c>).</summary>
/// <param name="scale">The variance times the fan, above 0.</param>
/// <param name="mode">The fan.</param>
/// <param name="distribution">What is drawn from.</param>
/// <exception cref="ArgumentOutOfRangeException">A scale that is not above 0.</exception>
public sealed class VarianceScaling(double scale = 1, ScalingMode mode = ScalingMode.FanIn, ScalingDistribution distribution = ScalingDistribution.TruncatedNormal)
    : FanInitializer(scale, mode, distribution)
{
    internal override IReadOnlyDictionary<string, object?> Config => new Dictionary<string, object?>
    {
        ["seed"] = Seed,
        ["scale"] = Scale,
        ["mode"] = Mode switch { ScalingMode.FanIn => "fan_in", ScalingMode.FanOut => "fan_out", _ => "fan_avg" },
        ["distribution"] = Distribution switch
        {
            ScalingDistribution.Uniform => "uniform",
            ScalingDistribution.UntruncatedNormal => "untruncated_normal",
            _ => "truncated_normal",
        },
    };
}

/// <summary>Uniform within sqrt(6 / (fan in + fan out)) (Keras: <c>GlorotUniform</c>; Glorot and Bengio, 2010).</summary>
public sealed class GlorotUniform() : FanInitializer(1, ScalingMode.FanAverage, ScalingDistribution.Uniform);

/// <summary>Truncated normal of variance 2 / (fan in + fan out) (Keras: <c>GlorotNormal</c>; Glorot and Bengio, 2010).</summary>
public sealed class GlorotNormal() : FanInitializer(1, ScalingMode.FanAverage, ScalingDistribution.TruncatedNormal);

/// <summary>Uniform within sqrt(6 / fan in) (Keras: <c>HeUniform</c>; He et al., 2015).</summary>
public sealed class HeUniform() : FanInitializer(2, ScalingMode.FanIn, ScalingDistribution.Uniform);

/// <summary>Truncated normal of variance 2 / fan in (Keras: <c>HeNormal</c>; He et al., 2015).</summary>
public sealed class HeNormal() : FanInitializer(2, ScalingMode.FanIn, ScalingDistribution.TruncatedNormal);

/// <summary>Uniform within sqrt(3 / fan in) (Keras: <c>LecunUniform</c>; LeCun et al., 1998).</summary>
public sealed class LecunUniform() : FanInitializer(1, ScalingMode.FanIn, ScalingDistribution.Uniform);

/// <summary>Truncated normal of variance 1 / fan in (Keras: <c>LecunNormal</c>; LeCun et al., 1998).</summary>
public sealed class LecunNormal() : FanInitializer(1, ScalingMode.FanIn, ScalingDistribution.TruncatedNormal);
