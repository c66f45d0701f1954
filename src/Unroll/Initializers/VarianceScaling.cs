namespace Unroll;

/// <summary>
/// Random values whose variance follows the number of inputs and outputs of the weight (Keras: <c>VarianceScaling</c>).
/// Of a shape [..., in, out], the fans are in and out times the product of the axes before them; of a vector, both are its length.
/// </summary>
public abstract class VarianceScaling : RandomInitializer
{
    private readonly double _scale;
    private readonly bool _average;
    private readonly bool _uniform;

    private protected VarianceScaling(double scale, bool average, bool uniform)
    {
        _scale = scale;
        _average = average;
        _uniform = uniform;
    }

    private protected sealed override void Draw(Span<float> values, ReadOnlySpan<int> shape, Philox random)
    {
        (double fanIn, double fanOut) = Fans(shape);
        double variance = _scale / Math.Max(1, _average ? (fanIn + fanOut) / 2 : fanIn);
        if (_uniform)
        {
            double limit = Math.Sqrt(3 * variance);
            Uniform(values, -limit, limit, random);
        }
        else
        {
            // What the cut at two standard deviations leaves of one.
            const double Remaining = 0.87962566103423978;
            Truncated(values, 0, Math.Sqrt(variance) / Remaining, random);
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

/// <summary>Uniform within sqrt(6 / (fan in + fan out)) (Keras: <c>GlorotUniform</c>; Glorot and Bengio, 2010).</summary>
public sealed class GlorotUniform() : VarianceScaling(1, average: true, uniform: true);

/// <summary>Truncated normal of variance 2 / (fan in + fan out) (Keras: <c>GlorotNormal</c>; Glorot and Bengio, 2010).</summary>
public sealed class GlorotNormal() : VarianceScaling(1, average: true, uniform: false);

/// <summary>Uniform within sqrt(6 / fan in) (Keras: <c>HeUniform</c>; He et al., 2015).</summary>
public sealed class HeUniform() : VarianceScaling(2, average: false, uniform: true);

/// <summary>Truncated normal of variance 2 / fan in (Keras: <c>HeNormal</c>; He et al., 2015).</summary>
public sealed class HeNormal() : VarianceScaling(2, average: false, uniform: false);

/// <summary>Uniform within sqrt(3 / fan in) (Keras: <c>LecunUniform</c>; LeCun et al., 1998).</summary>
public sealed class LecunUniform() : VarianceScaling(1, average: false, uniform: true);

/// <summary>Truncated normal of variance 1 / fan in (Keras: <c>LecunNormal</c>; LeCun et al., 1998).</summary>
public sealed class LecunNormal() : VarianceScaling(1, average: false, uniform: false);
