using System.Runtime.CompilerServices;

namespace Unroll.Kernels;

/// <summary>
/// Elementary functions, the same IEEE operations in the same order at every width, so that the bits are the same too.
/// At most 2 ulp off where the result is a normal float. The exponential and the logistic function flush smaller results to zero;
/// functions that are x near zero (expm1, tanh, log1p, erf) are so for subnormal inputs too.
/// </summary>
internal static partial class Elementary<S, V, I>
    where S : struct, ISimd<V, I>
    where V : struct
    where I : struct
{
    private const float Log2E = 1.44269504f;

    // ln 2 = Ln2High + Ln2Low. x - n * Ln2High is exact in one FMA where n is x / ln 2, rounded.
    private const float Ln2High = 0.693147182f;
    private const float Ln2Low = -1.90465421e-9f;

    // Adding 1.5 * 2^23 rounds to an integer, which stands in the low bits of the sum; with 127 it is a biased exponent.
    private const float Rounder = 12582912f;
    private const float ExponentRounder = Rounder + 127f;

    // The floats next to ln(2^-126) and ln(2^128) whose exponentials are still normal.
    private const float LowestExponent = -87.336544f;
    private const float HighestExponent = 88.72283f;
    private const float BelowLowestExponent = -87.33655f;

    // (e^r - 1 - r) / r^2 for |r| <= ln(2) / 2: minimax in relative error of e^r - 1, 1.5e-8.
    private const float E0 = 0.49999997f;
    private const float E1 = 0.166665375f;
    private const float E2 = 0.0416677408f;
    private const float E3 = 0.00836731773f;
    private const float E4 = 0.00138380879f;

    /// <summary>e^x; results below the smallest normal float are 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp(V x)
    {
        V y = S.Select(S.LessThan(x, S.Set(LowestExponent)), S.Zero, ExpInRange(x));
        y = S.Select(S.LessThan(S.Set(HighestExponent), x), S.Set(float.PositiveInfinity), y);
        return S.Select(S.Equal(x, x), y, x);
    }

    /// <summary>The same where no x is above <see cref="HighestExponent"/>: with a softmax's largest taken off, none is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ExpOfShifted(V x) =>
        // What isn't above the float before the lowest is below, for 0, or NaN, which the operands' order lets through.
        S.Select(S.LessThan(S.Set(BelowLowestExponent), x), ExpInRange(x), S.Max(S.Zero, x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V ExpInRange(V x)
    {
        V t = S.Fma(x, S.Set(Log2E), S.Set(Rounder));
        V n = S.Subtract(t, S.Set(Rounder));
        V r = S.Fma(n, S.Set(-Ln2Low), S.Fma(n, S.Set(-Ln2High), x));
        V p = S.Fma(S.Fma(ExpPolynomial(r), r, S.Set(1)), r, S.Set(1));

        // Adding to the exponent field reaches n = 128, where 2^n itself is no float.
        return S.AsFloat(S.AddInt(S.AsInt(p), S.ShiftLeft(S.AsInt(t), 23)));
    }

    /// <summary>e^x - 1, exact near 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Expm1(V x)
    {
        // Beyond the bounds the result is -1 or infinite. The constants come first so that NaN goes through.
        V z = S.Min(S.Set(89), S.Max(S.Set(-18), x));
        V t = S.Fma(z, S.Set(Log2E), S.Set(ExponentRounder - 1));
        V n = S.Subtract(t, S.Set(ExponentRounder - 1));
        V r = S.Fma(n, S.Set(-Ln2Low), S.Fma(n, S.Set(-Ln2High), z));
        V q = S.Fma(S.Multiply(r, r), ExpPolynomial(r), r);

        // Half of 2^n (1 + q) - 1, since 2^128 is no float.
        V half = S.AsFloat(S.ShiftLeft(S.AsInt(t), 23));
        V y = S.Fma(half, q, S.Subtract(half, S.Set(0.5f)));
        return WithSignOf(S.Add(y, y), x);
    }

    /// <summary>tanh x = (1 - e) / (1 + e) with e = e^-2|x|, and the sign of x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tanh(V x)
    {
        // From 9.02 on the result is 1.
        V a = S.Min(S.Set(9.1f), S.Abs(x));
        V t = S.Fma(a, S.Set(-2 * Log2E), S.Set(ExponentRounder - 1));
        V n = S.Subtract(t, S.Set(ExponentRounder - 1));

        // r = |x| + n ln(2) / 2; h = 1 - e^-2r. The low part of ln 2 doesn't count, since |n| <= 26 and the result is flat there.
        // Terms of the polynomial in pairs (Estrin), since a long chain is what a processor waits for.
        V r = S.Fma(n, S.Set(0.5f * Ln2High), a);
        V r2 = S.Multiply(r, r);
        V p = S.Fma(S.Set(-64 * E4), r2, S.Fma(S.Set(32 * E3), r, S.Set(-16 * E2)));
        p = S.Fma(p, r2, S.Fma(S.Set(8 * E1), r, S.Set(-4 * E0)));
        V h = S.Fma(r2, p, S.Add(r, r));

        // Half of 1 - e and of 1 + e, where e = 2^n (1 - h): each is rounded once, so neither inherits the other's error.
        V half = S.AsFloat(S.ShiftLeft(S.AsInt(t), 23));
        V minus = S.Fma(half, h, S.Subtract(S.Set(0.5f), half));
        V plus = S.FmaNegated(half, h, S.Add(S.Set(0.5f), half));
        return WithSignOf(S.Divide(minus, plus), x);
    }

    /// <summary>1 / (1 + e^-x), accurate in both tails; results below the smallest normal float are 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sigmoid(V x)
    {
        // From 17 on the result is 1. Below the lowest exponent anything may come out of the arithmetic: it is replaced.
        V z = S.Min(S.Set(40), x);
        V t = S.Fma(z, S.Set(-Log2E), S.Set(ExponentRounder));
        V n = S.Subtract(t, S.Set(ExponentRounder));

        // r = x + n ln 2; q = 1 - e^-r, in pairs as well.
        V r = S.Fma(n, S.Set(Ln2Low), S.Fma(n, S.Set(Ln2High), z));
        V r2 = S.Multiply(r, r);
        V p = S.Fma(S.Set(-E4), r2, S.Fma(S.Set(E3), r, S.Set(-E2)));
        p = S.Fma(p, r2, S.Fma(S.Set(E1), r, S.Set(-E0)));
        V q = S.Fma(r2, p, r);

        // 1 + e^-x = (1 + 2^n) - 2^n q, with what 1 + 2^n loses near 2^24 put back.
        V scale = S.AsFloat(S.ShiftLeft(S.AsInt(t), 23));
        V sum = S.Add(S.Set(1), scale);
        V lost = S.Subtract(S.Set(1), S.Subtract(sum, scale));
        V y = S.Divide(S.Set(1), S.Add(sum, S.FmaNegated(scale, q, lost)));
        return S.Select(S.LessThan(x, S.Set(LowestExponent)), S.Zero, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V ExpPolynomial(V r)
    {
        V p = S.Fma(S.Set(E4), r, S.Set(E3));
        p = S.Fma(p, r, S.Set(E2));
        p = S.Fma(p, r, S.Set(E1));
        return S.Fma(p, r, S.Set(E0));
    }
}
