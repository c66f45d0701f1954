using System.Runtime.CompilerServices;

namespace Unroll.Kernels;

/// <summary>dy y.</summary>
internal readonly struct ExpGradient : IElementwiseGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x, V y, V dy)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct =>
        S.Multiply(dy, y);
}

/// <summary>The slope is sigmoid(x) = 1 - e^-y.</summary>
internal readonly struct SoftplusGradient : IElementwiseGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x, V y, V dy)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct =>
        S.Multiply(Elementary<S, V, I>.Negate(dy), Elementary<S, V, I>.Expm1(Elementary<S, V, I>.Negate(y)));
}
