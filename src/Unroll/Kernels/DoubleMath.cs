namespace Unroll.Kernels;

/// <summary>Elementary functions in double for scalars: additions, multiplications and divisions only, so the same bits on every machine.</summary>
internal static class DoubleMath
{
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;

    /// <summary>Natural logarithm, below 1 ulp (the method of fdlibm's e_log.c). -infinity at 0, NaN below.</summary>
    public static double Log(double x)
    {
        if (!(x > 0))
            return x == 0 ? double.NegativeInfinity : double.NaN;
        if (double.IsPositiveInfinity(x))
            return x;
        int k = 0;
        if (x < 2.2250738585072014e-308)
        {
            x *= 18014398509481984.0;
            k = -54;
        }

        // x = 2^k (1 + f), with 1 + f in [sqrt(1/2), sqrt(2)).
        long bits = BitConverter.DoubleToInt64Bits(x);
        k += (int)(bits >> 52) - 1023;
        double mantissa = BitConverter.Int64BitsToDouble((bits & 0x000F_FFFF_FFFF_FFFF) | 0x3FF0_0000_0000_0000);
        if (mantissa >= 1.4142135623730951)
        {
            mantissa *= 0.5;
            k++;
        }

        double f = mantissa - 1;
        double s = f / (2 + f);
        double z = s * s;
        double w = z * z;
        double even = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
        double odd = z * (6.666666666666735130e-01 + w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)));
        double half = 0.5 * f * f;
        return k * Ln2High - (half - (s * (half + even + odd) + k * Ln2Low) - f);
    }

    /// <summary>e^x, below 1 ulp (the method of fdlibm's e_exp.c). Results below the smallest normal double are 0.</summary>
    public static double Exp(double x)
    {
        if (double.IsNaN(x))
            return x;
        if (x > 709.782712893384)
            return double.PositiveInfinity;
        if (x < -708.396418532264)
            return 0;

        // x = k ln 2 + high - low; e^(high - low) by its Padé-like form.
        double k = Math.Floor(x * 1.4426950408889634 + 0.5);
        double high = x - k * Ln2High;
        double low = k * Ln2Low;
        double r = high - low;
        double z = r * r;
        double c = r - z * (1.66666666666666019037e-01 + z * (-2.77777777770155933842e-03
            + z * (6.61375632143793436117e-05 + z * (-1.65339022054652515390e-06 + z * 4.13813679705723846039e-08))));
        double y = 1 - (low - r * c / (2 - c) - high);

        // In two factors, since 2^1024 is no double.
        int half = (int)k / 2;
        return y * PowerOfTwo(half) * PowerOfTwo((int)k - half);
    }

    /// <summary>1 / (1 + e^-x).</summary>
    public static double Sigmoid(double x)
    {
        double e = Exp(-Math.Abs(x));
        return x >= 0 ? 1 / (1 + e) : e / (1 + e);
    }

    /// <summary>log(1 + e^x), without overflow.</summary>
    public static double Softplus(double x) => Math.Max(x, 0) + Log(1 + Exp(-Math.Abs(x)));

    /// <summary>log(e^a + e^b), without overflow; either may be -infinity. A term of less than half a last place of the other changes nothing.</summary>
    public static double LogAdd(double a, double b)
    {
        double high = Math.Max(a, b), low = Math.Min(a, b);
        return low - high < -40 || double.IsNegativeInfinity(low) ? high : high + Log(1 + Exp(low - high));
    }

    /// <summary>x^y for x of 0 or more, some ulps; whole powers up to 64 by squaring, 1/2 by the root. NaN for negative x and no whole y.</summary>
    public static double Pow(double x, double y)
    {
        if (y == 0.5)
            return Math.Sqrt(x);
        if (Math.Abs(y) <= 64 && y == Math.Floor(y))
            return y < 0 ? 1 / Power(x, (long)-y) : Power(x, (long)y);
        if (x == 0)
            return y < 0 ? double.PositiveInfinity : 0;
        return Exp(y * Log(x));
    }

    /// <summary>cos(pi x), 1e-16 absolute.</summary>
    public static double CosPi(double x)
    {
        double a = Math.Abs(x);
        a -= 2 * Math.Floor(a / 2);

        // cos(pi a) = sin(pi (1/2 - a)), and cos is even about 1: what is left is within [-pi/2, pi/2].
        double s = Math.PI * (0.5 - (a > 1 ? 2 - a : a));
        double z = s * s;
        double p = 1;
        for (int n = 22; n >= 2; n -= 2)
            p = 1 - z * p / (n * (n + 1));
        return s * p;
    }

    /// <summary>x to a whole power by repeated squaring, from the lowest bit up.</summary>
    public static double Power(double x, long exponent)
    {
        double result = 1;
        for (; exponent > 0; exponent >>= 1)
        {
            if ((exponent & 1) != 0)
                result *= x;
            x *= x;
        }

        return result;
    }

    /// <summary>The inverse of the standard normal distribution function, 1e-16 relative (Wichura, algorithm AS 241).</summary>
    public static double InverseNormal(double p)
    {
        double q = p - 0.5;
        if (Math.Abs(q) <= 0.425)
        {
            double r = 0.180625 - q * q;
            return q * (((((((2.5090809287301226727e+3 * r + 3.3430575583588128105e+4) * r + 6.7265770927008700853e+4) * r
                + 4.5921953931549871457e+4) * r + 1.3731693765509461125e+4) * r + 1.9715909503065514427e+3) * r
                + 1.3314166789178437745e+2) * r + 3.3871328727963666080e+0)
                / (((((((5.2264952788528545610e+3 * r + 2.8729085735721942674e+4) * r + 3.9307895800092710610e+4) * r
                + 2.1213794301586595867e+4) * r + 5.3941960214247511077e+3) * r + 6.8718700749205790830e+2) * r
                + 4.2313330701600911252e+1) * r + 1.0);
        }

        double tail = Math.Sqrt(-Log(q < 0 ? p : 1 - p));
        double x = tail <= 5 ? InverseNormalMiddle(tail - 1.6) : InverseNormalFar(tail - 5);
        return q < 0 ? -x : x;
    }

    private static double PowerOfTwo(int exponent) => BitConverter.Int64BitsToDouble((long)(exponent + 1023) << 52);

    private static double InverseNormalMiddle(double r) =>
        (((((((7.74545014278341407640e-4 * r + 2.27238449892691845833e-2) * r + 2.41780725177450611770e-1) * r
        + 1.27045825245236838258e+0) * r + 3.64784832476320460504e+0) * r + 5.76949722146069140550e+0) * r
        + 4.63033784615654529590e+0) * r + 1.42343711074968357734e+0)
        / (((((((1.05075007164441684324e-9 * r + 5.47593808499534494600e-4) * r + 1.51986665636164571966e-2) * r
        + 1.48103976427480074590e-1) * r + 6.89767334985100004550e-1) * r + 1.67638483018380384940e+0) * r
        + 2.05319162663775882187e+0) * r + 1.0);

    private static double InverseNormalFar(double r) =>
        (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 1.24266094738807843860e-3) * r
        + 2.65321895265761230930e-2) * r + 2.96560571828504891230e-1) * r + 1.78482653991729133580e+0) * r
        + 5.46378491116411436990e+0) * r + 6.65790464350110377720e+0)
        / (((((((2.04426310338993978564e-15 * r + 1.42151175831644588870e-7) * r + 1.84631831751005468180e-5) * r
        + 7.86869131145613259100e-4) * r + 1.48753612908506148525e-2) * r + 1.36929880922735805310e-1) * r
        + 5.99832206555887937690e-1) * r + 1.0);
}
