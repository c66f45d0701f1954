using System.Runtime.CompilerServices;

namespace Unroll.Kernels;

/// <summary>a, or a b where a is negative: x and its slope.</summary>
internal readonly struct PReluPair : IElementwisePair
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<S, V, I>(V a, V b)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct => S.Select(S.LessThan(a, S.Zero), S.Multiply(a, b), a);
}

/// <summary>dx from x, the slopes (y) and dy; 0 at 0, as in Keras.</summary>
internal readonly struct PReluGradient : IElementwiseGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x, V y, V dy)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct =>
        S.Select(S.LessThan(S.Zero, x), dy, S.Select(S.LessThan(x, S.Zero), S.Multiply(y, dy), S.Zero));
}

/// <summary>The slopes' gradient so far (y) plus x dy where x is negative.</summary>
internal readonly struct PReluSlopeGradient : IElementwiseGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x, V y, V dy)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct => S.Select(S.LessThan(x, S.Zero), S.Fma(x, dy, y), y);
}
