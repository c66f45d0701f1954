using System.Runtime.CompilerServices;

namespace Unroll.Kernels;

/// <summary>dy (1 - y^2).</summary>
internal readonly struct TanhGradient : IElementwiseGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x, V y, V dy)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct =>
        S.Multiply(dy, S.Fma(Elementary<S, V, I>.Negate(y), y, S.Set(1)));
}

/// <summary>dy y (1 - y).</summary>
internal readonly struct SigmoidGradient : IElementwiseGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x, V y, V dy)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct =>
        S.Multiply(dy, S.Multiply(y, S.Subtract(S.Set(1), y)));
}

/// <summary>relu6(x + 3) / 6, as in Keras 3.</summary>
internal readonly struct HardSigmoidOp : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct =>
        S.Divide(S.Min(S.Set(6), S.Max(S.Zero, S.Add(x, S.Set(3)))), S.Set(6));
}

internal readonly struct HardSigmoidGradient : IElementwiseGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x, V y, V dy)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct =>
        S.Select(S.And(S.LessThan(S.Zero, y), S.LessThan(y, S.Set(1))), S.Multiply(dy, S.Set(1 / 6f)), S.Zero);
}

/// <summary>x / (1 + |x|).</summary>
internal readonly struct SoftsignOp : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct =>
        S.Divide(x, S.Add(S.Abs(x), S.Set(1)));
}

internal readonly struct SoftsignGradient : IElementwiseGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x, V y, V dy)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        V d = S.Add(S.Abs(x), S.Set(1));
        return S.Divide(S.Divide(dy, d), d);
    }
}
