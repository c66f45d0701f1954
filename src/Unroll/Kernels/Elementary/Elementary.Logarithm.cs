using System.Runtime.CompilerServices;

namespace Unroll.Kernels;

internal static partial class Elementary<S, V, I>
{
    private const int BitsOfSqrtHalf = 0x3f3504f3;

    // (log(1 + f) - f) / f^2 for 1 + f from sqrt(1/2) to sqrt(2): minimax in relative error of log(1 + f), 1.7e-8.
    private const float L0 = -0.499999881f;
    private const float L1 = 0.333333373f;
    private const float L2 = -0.250016391f;
    private const float L3 = 0.200067848f;
    private const float L4 = -0.166116178f;
    private const float L5 = 0.140310183f;
    private const float L6 = -0.130419359f;
    private const float L7 = 0.140066311f;
    private const float L8 = -0.0963871107f;

    /// <summary>The natural logarithm; -infinity at 0, NaN below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log(V x)
    {
        // Subnormal numbers have no leading one to find the exponent by: scale them.
        I subnormal = S.LessThan(x, S.Set(SmallestNormal));
        V scaled = S.Select(subnormal, S.Multiply(x, S.Set(1 << 24)), x);
        I exponent = S.ShiftRight(S.SubtractInt(S.AsInt(scaled), S.SetInt(BitsOfSqrtHalf)), 23);
        V m = S.AsFloat(S.SubtractInt(S.AsInt(scaled), S.ShiftLeft(exponent, 23)));
        V k = S.Subtract(S.ToFloat(exponent), S.Select(subnormal, S.Set(24), S.Zero));
        V y = LogOfReduced(S.Subtract(m, S.Set(1)), k);

        y = S.Select(S.Equal(x, S.Zero), S.Set(float.NegativeInfinity), y);
        return LogSpecials(x, x, y);
    }

    /// <summary>log(1 + x), exact near 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log1p(V x)
    {
        // u + c = 1 + x exactly where it matters; 2^-k (u + c) - 1 = (m - 1) + 2^-k c.
        V u = S.Add(x, S.Set(1));
        V c = S.Subtract(x, S.Subtract(u, S.Set(1)));
        I exponent = S.ShiftRight(S.SubtractInt(S.AsInt(u), S.SetInt(BitsOfSqrtHalf)), 23);
        I shifted = S.ShiftLeft(exponent, 23);
        V m = S.AsFloat(S.SubtractInt(S.AsInt(u), shifted));

        // Half of 2^(1-k), since 2^-128 has no exponent field.
        V scale = S.Multiply(S.AsFloat(S.SubtractInt(S.SetInt(128 << 23), shifted)), S.Set(0.5f));
        V f = S.Fma(scale, c, S.Subtract(m, S.Set(1)));
        V y = LogOfReduced(f, S.ToFloat(exponent));

        y = S.Select(S.Equal(x, S.Set(-1)), S.Set(float.NegativeInfinity), y);
        return S.Select(S.Equal(x, S.Zero), x, LogSpecials(u, x, y));
    }

    /// <summary>log(1 + e^x), without overflow and accurate in the negative tail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Softplus(V x) => S.Add(S.Max(S.Zero, x), Log1p(Exp(Negate(S.Abs(x)))));

    // log(2^k (1 + f)).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V LogOfReduced(V f, V k)
    {
        V p = S.Fma(S.Set(L8), f, S.Set(L7));
        p = S.Fma(p, f, S.Set(L6));
        p = S.Fma(p, f, S.Set(L5));
        p = S.Fma(p, f, S.Set(L4));
        p = S.Fma(p, f, S.Set(L3));
        p = S.Fma(p, f, S.Set(L2));
        p = S.Fma(p, f, S.Set(L1));
        p = S.Fma(p, f, S.Set(L0));
        V y = S.Fma(k, S.Set(Ln2Low), S.Fma(S.Multiply(f, f), p, f));
        return S.Fma(k, S.Set(Ln2High), y);
    }

    // NaN where the argument is negative, infinity at infinity, x itself where it is NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V LogSpecials(V argument, V x, V y)
    {
        y = S.Select(S.LessThan(argument, S.Zero), S.Set(float.NaN), y);
        y = S.Select(S.Equal(x, S.Set(float.PositiveInfinity)), x, y);
        return S.Select(S.Equal(x, x), y, x);
    }
}
