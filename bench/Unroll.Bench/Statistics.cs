namespace Bench;

/// <summary>A value with its 95 % interval.</summary>
internal readonly record struct Interval(double Value, double Low, double High);

/// <summary>The statistics of the tables.</summary>
internal static class Statistics
{
    private const int Resamples = 2000;
    private const int Seed = 1;

    public static double Median(ReadOnlySpan<double> values) => Quantile(values, 0.5);

    /// <summary>Between the two nearest values, in proportion.</summary>
    public static double Quantile(ReadOnlySpan<double> values, double q)
    {
        double[] sorted = values.ToArray();
        Array.Sort(sorted);
        double at = q * (sorted.Length - 1);
        int below = (int)at;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((at - below) * (sorted[above] - sorted[below]));
    }

    /// <summary>How far apart the rounds lie, as a share of their median.</summary>
    public static double Spread(double[] values) => (values.Max() - values.Min()) / Median(values);

    /// <summary>The median of the ratios of rounds that ran side by side; its interval by the bootstrap, over rounds.</summary>
    public static Interval Ratio(double[] numerators, double[] denominators)
    {
        double[] ratios = [.. numerators.Zip(denominators, static (n, d) => n / d)];
        var random = new Random(Seed);
        var medians = new double[Resamples];
        var drawn = new double[ratios.Length];
        for (int i = 0; i < Resamples; i++)
        {
            for (int r = 0; r < drawn.Length; r++)
            {
                drawn[r] = ratios[random.Next(ratios.Length)];
            }
            medians[i] = Median(drawn);
        }
        return new Interval(Median(ratios), Quantile(medians, 0.025), Quantile(medians, 0.975));
    }

    /// <summary>The slope of log y over log x, by least squares: the power of x that y grows with.</summary>
    public static double LogSlope(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        double[] logX = [.. x.Select(static v => Math.Log(v))];
        double[] logY = [.. y.Select(static v => Math.Log(v))];
        (double meanX, double meanY) = (logX.Average(), logY.Average());
        double up = 0;
        double down = 0;
        for (int i = 0; i < logX.Length; i++)
        {
            up += (logX[i] - meanX) * (logY[i] - meanY);
            down += (logX[i] - meanX) * (logX[i] - meanX);
        }
        return up / down;
    }
}
