namespace Unroll.Tests.Kernels;

/// <summary>Functions in double that <see cref="Math"/> lacks, good for comparing floats.</summary>
internal static class MathReference
{
    public static double Expm1(double x) => Math.Abs(x) < 0.3 ? Series(x, (term, k) => term * x / (k + 1)) : Math.Exp(x) - 1;

    public static double Log1p(double x)
    {
        double u = 1 + x;
        return u == 1 ? x : double.IsInfinity(u) || u <= 0 ? Math.Log(u) : Math.Log(u) * (x / (u - 1));
    }

    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    public static double Softplus(double x) => Math.Max(x, 0) + Log1p(Math.Exp(-Math.Abs(x)));

    // Beyond 4 the nearest float is 1.
    public static double Erf(double x) => double.IsNaN(x) ? x
        : Math.Abs(x) > 4 ? Math.Sign(x)
        : x == 0 ? x
        : 2 / Math.Sqrt(Math.PI) * Series(x, (term, k) => -term * x * x / k * (2 * k - 1) / (2 * k + 1));

    private static double Series(double first, Func<double, int, double> next)
    {
        double sum = first, term = first;
        for (int k = 1; k < 200 && Math.Abs(term) > 1e-18 * Math.Abs(sum); k++)
        {
            term = next(term, k);
            sum += term;
        }

        return sum;
    }
}
