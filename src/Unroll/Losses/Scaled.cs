using System.Runtime.CompilerServices;
using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// A number of 0 or more with an exponent as long as it takes, Mantissa 2^Exponent with a mantissa in [1, 2) or 0: a product of any number of probabilities, where a
/// logarithm would do as well, but with sums that are sums. NaN stays.
/// </summary>
internal readonly struct Scaled
{
    private const double Ln2 = 0.6931471805599453;

    // A logarithm beyond it is 0: sums of exponents have room then.
    private const double LeastLog = -1e15;

    private readonly double _mantissa;
    private readonly long _exponent;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Scaled(double mantissa, long exponent) =>
        (_mantissa, _exponent) = mantissa >= 2 ? (0.5 * mantissa, exponent + 1) : (mantissa, exponent);

    /// <summary>0, which no other exponent comes near.</summary>
    public static Scaled Zero => new(0, long.MinValue / 2);

    public static Scaled One => new(1, 0);

    /// <summary>The natural logarithm.</summary>
    public double Log => _mantissa == 0 ? double.NegativeInfinity : DoubleMath.Log(_mantissa) + _exponent * Ln2;

    /// <summary>e^x.</summary>
    public static Scaled Exp(double x)
    {
        if (x < LeastLog)
            return Zero;
        double k = Math.Floor(x / Ln2);
        return new(DoubleMath.Exp(x - k * Ln2), (long)k);
    }

    /// <summary>The sum. What is below half a last place of the other changes nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scaled operator +(Scaled a, Scaled b)
    {
        if (a._exponent < b._exponent)
            (a, b) = (b, a);
        long below = a._exponent - b._exponent;
        return below > 60 ? a : new(a._mantissa + b._mantissa * PowerOfTwo(-below), a._exponent);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scaled operator *(Scaled a, Scaled b)
    {
        double mantissa = a._mantissa * b._mantissa;
        return mantissa == 0 ? Zero : new(mantissa, a._exponent + b._exponent);
    }

    /// <summary>The quotient as a plain number, 0 where it is too small for one.</summary>
    public static double Ratio(Scaled a, Scaled b)
    {
        long exponent = a._exponent - b._exponent;
        return exponent < -1000 ? 0 : a._mantissa / b._mantissa * PowerOfTwo(Math.Min(exponent, 1000));
    }

    private static double PowerOfTwo(long exponent) => BitConverter.Int64BitsToDouble((exponent + 1023) << 52);
}
