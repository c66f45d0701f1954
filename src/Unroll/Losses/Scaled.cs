using System.Runtime.CompilerServices;
using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// A number of 0 or more with an exponent as long as it takes, Mantissa 2^Exponent: what products of any number of probabilities need, and logarithms give only
/// at the price of an exponential for each sum. A product's mantissa is in [1, 2), or 0; a sum's is what it comes to.
/// </summary>
internal readonly struct Scaled
{
    private const double Ln2 = 0.6931471805599453;
    private const long ExponentOfZero = long.MinValue / 2;
    private const long MantissaBits = 0x000F_FFFF_FFFF_FFFF;
    private const int Bias = 1023;

    // A logarithm beyond it is that of 0: sums of exponents have room then.
    private const double LeastLog = -1e15;

    private readonly double _mantissa;
    private readonly long _exponent;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Scaled(double mantissa, long exponent) => (_mantissa, _exponent) = (mantissa, exponent);

    public static Scaled Zero => new(0, ExponentOfZero);

    public static Scaled One => new(1, 0);

    /// <summary>The natural logarithm.</summary>
    public double Log => _mantissa == 0 ? double.NegativeInfinity : DoubleMath.Log(_mantissa) + _exponent * Ln2;

    /// <summary>e^x, for x below the largest double.</summary>
    public static Scaled Exp(double x)
    {
        if (x < LeastLog)
            return Zero;
        double k = Math.Floor(x / Ln2);
        return new(DoubleMath.Exp(x - k * Ln2), (long)k);
    }

    /// <summary>The sum, without a branch. A term of less than half a last place of the other changes nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scaled operator +(Scaled a, Scaled b)
    {
        long exponent = Math.Max(a._exponent, b._exponent);
        return new(a._mantissa * PowerOfTwo(a._exponent - exponent) + b._mantissa * PowerOfTwo(b._exponent - exponent), exponent);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scaled operator *(Scaled a, Scaled b)
    {
        double product = a._mantissa * b._mantissa;
        if (product == 0)
            return Zero;
        long bits = BitConverter.DoubleToInt64Bits(product);
        return new(
            BitConverter.Int64BitsToDouble((bits & MantissaBits) | ((long)Bias << 52)),
            a._exponent + b._exponent + (bits >> 52) - Bias);
    }

    /// <summary>The quotient as a plain number; 0 where it is too small for one.</summary>
    public static double Ratio(Scaled a, Scaled b)
    {
        long exponent = a._exponent - b._exponent;
        return exponent < -Bias ? 0 : a._mantissa / b._mantissa * PowerOfTwo(Math.Min(exponent, Bias));
    }

    /// <summary>2^exponent, for exponents of up to 1,023; those below -1,000 count as that.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double PowerOfTwo(long exponent) => BitConverter.Int64BitsToDouble((Math.Max(exponent, -1000) + Bias) << 52);
}
