using System.Runtime.CompilerServices;

namespace Unroll.Kernels;

/// <summary>e^(x - shift), where the shift is the largest x.</summary>
internal readonly struct ShiftedExpOp(float shift) : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct =>
        Elementary<S, V, I>.ExpOfShifted(S.Subtract(x, S.Set(shift)));
}

internal readonly struct DivideOp(float divisor) : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct =>
        S.Divide(x, S.Set(divisor));
}

/// <summary>x - first - second, in this order: the sum of both may be inexact.</summary>
internal readonly struct ShiftOp(float first, float second) : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct =>
        S.Subtract(S.Subtract(x, S.Set(first)), S.Set(second));
}

/// <summary>y (dy - y.dy).</summary>
internal readonly struct SoftmaxGradient(float dot) : IElementwiseGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x, V y, V dy)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct =>
        S.Multiply(y, S.Subtract(dy, S.Set(dot)));
}

/// <summary>dy - e^y sum(dy).</summary>
internal readonly struct LogSoftmaxGradient(float sum) : IElementwiseGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x, V y, V dy)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct =>
        S.Fma(Elementary<S, V, I>.Exp(y), S.Set(-sum), dy);
}
