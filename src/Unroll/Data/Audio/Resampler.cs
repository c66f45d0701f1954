using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// Band-limited interpolation (J. O. Smith, "Digital audio resampling"): each output sample is a sum over a sinc under a Kaiser window,
/// stretched when the rate falls so that nothing above the new limit folds back. In double, additions and multiplications only.
/// </summary>
internal static class Resampler
{
    /// <summary>Zero crossings of the sinc on each side.</summary>
    private const int Crossings = 32;

    /// <summary>Entries of the table from one crossing to the next; values between them are interpolated.</summary>
    private const int Resolution = 512;

    /// <summary>The Kaiser window's shape: about 100 dB of attenuation.</summary>
    private const double Beta = 10;

    /// <summary>The cut-off as a part of the lower Nyquist frequency, so that the filter's slope ends about there.</summary>
    private const double Rolloff = 0.93;

    private static readonly double[] s_filter = Filter();

    /// <summary>The signal with <paramref name="ratio"/> times as many samples a second.</summary>
    public static float[] Resample(ReadOnlySpan<float> samples, double ratio)
    {
        var resampled = new float[checked((int)Math.Ceiling(samples.Length * ratio))];
        double cutoff = Rolloff * Math.Min(1, ratio);
        double reach = Crossings / cutoff;
        for (int i = 0; i < resampled.Length; i++)
        {
            double time = i / ratio;
            int first = Math.Max(0, (int)Math.Ceiling(time - reach));
            int last = Math.Min(samples.Length - 1, (int)Math.Floor(time + reach));
            double sum = 0;
            for (int k = first; k <= last; k++)
                sum += samples[k] * At(Math.Abs(time - k) * cutoff);
            resampled[i] = (float)(sum * cutoff);
        }

        return resampled;
    }

    /// <summary>The filter at a distance from its middle, in crossings.</summary>
    private static double At(double distance)
    {
        double place = distance * Resolution;
        int entry = (int)place;
        return entry >= s_filter.Length - 1 ? 0 : s_filter[entry] + ((place - entry) * (s_filter[entry + 1] - s_filter[entry]));
    }

    /// <summary>The right half of sinc(x) under the window.</summary>
    private static double[] Filter()
    {
        var filter = new double[(Crossings * Resolution) + 1];
        filter[0] = 1;
        double peak = BesselI0(Beta);
        for (int i = 1; i < filter.Length; i++)
        {
            double x = i / (double)Resolution, edge = x / Crossings;
            double window = BesselI0(Beta * Math.Sqrt(Math.Max(0, 1 - (edge * edge)))) / peak;
            filter[i] = DoubleMath.CosPi(x - 0.5) / (Math.PI * x) * window;
        }

        return filter;
    }

    /// <summary>The modified Bessel function of order 0 by its power series.</summary>
    private static double BesselI0(double x)
    {
        double sum = 1, term = 1, quarter = x * x / 4;
        for (int n = 1; term > sum * 1e-17; n++)
        {
            term *= quarter / ((double)n * n);
            sum += term;
        }

        return sum;
    }
}
