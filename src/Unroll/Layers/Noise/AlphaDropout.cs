using Unroll.Kernels;

namespace Unroll;

/// <summary>In training, sets a share of its inputs to selu's lower limit and scales and shifts all so that mean and variance stay (Klambauer et al., 2017). Keras's AlphaDropout.</summary>
public sealed class AlphaDropout : ShapedDropout
{
    /// <summary>Where selu ends: -alpha scale.</summary>
    private const double Limit = -1.6732632423543772 * 1.0507009873554805;

    /// <summary>Drops a share of <paramref name="rate"/>, from 0 to below 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Another rate.</exception>
    public AlphaDropout(float rate)
        : base(rate) => ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(rate, 1);

    internal override string ClassName => "AlphaDropout";

    internal override string DefaultName => "alpha_dropout";

    private double Factor => 1 / Math.Sqrt((1 - Rate) * (1 + (Rate * Limit * Limit)));

    internal override void Fill(Span<float> factors, LayerRun run, int sample)
    {
        base.Fill(factors, run, sample);
        Spans.Scale(factors, (float)((1 - Rate) * Factor));
    }

    internal override void Finish(Span<float> y, ReadOnlySpan<float> factors)
    {
        double shift = -Factor * Limit * Rate;
        (float kept, float dropped) = ((float)shift, (float)((Factor * Limit) + shift));
        for (int i = 0; i < y.Length; i++)
        {
            y[i] += factors[i] == 0 ? dropped : kept;
        }
    }
}
