namespace Unroll;

/// <summary>In training, multiplies by normal numbers around 1 of standard deviation sqrt(rate / (1 - rate)) (Srivastava et al. 2014). Keras's GaussianDropout.</summary>
public sealed class GaussianDropout : NoiseLayer
{
    /// <summary>As strong as a dropout of <paramref name="rate"/>, from 0 to below 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Another rate.</exception>
    public GaussianDropout(float rate)
        : base(rate) => ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(rate, 1);

    internal override string ClassName => "GaussianDropout";

    internal override string DefaultName => "gaussian_dropout";

    internal override void Fill(Span<float> factors, LayerRun run, int sample)
    {
        double deviation = Math.Sqrt(Rate / (1.0 - Rate));
        Philox random = run.Random(0);
        int first = sample * (run.Input.Count / run.Input.Batch);
        for (int i = 0; i < factors.Length; i++)
        {
            factors[i] = (float)(1 + (deviation * random.NormalAt(run.Step, (ulong)(first + i))));
        }
    }
}
