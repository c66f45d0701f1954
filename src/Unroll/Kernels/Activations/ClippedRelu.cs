using System.Runtime.CompilerServices;

namespace Unroll.Kernels;

/// <summary>min(x, most) above the threshold, slope (x - threshold) below it; NaN stays.</summary>
internal readonly struct ClippedReluOp(float most, float slope, float threshold) : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        // No slope times infinity.
        V below = slope == 0 ? S.Zero : S.Multiply(S.Set(slope), S.Subtract(x, S.Set(threshold)));
        return S.Select(S.LessThan(x, S.Set(threshold)), below, S.Select(S.Equal(x, S.Set(threshold)), S.Zero, S.Min(S.Set(most), x)));
    }
}

internal readonly struct ClippedReluGradient(float most, float slope, float threshold) : IElementwiseGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x, V y, V dy)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        V above = S.Select(S.LessThan(x, S.Set(most)), dy, S.Zero);
        return S.Select(S.LessThan(S.Set(threshold), x), above, S.Multiply(S.Set(slope), dy));
    }
}
