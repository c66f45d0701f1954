using System.Runtime.CompilerServices;

namespace Unroll.Kernels;

/// <summary>scale x + offset, rounded once.</summary>
internal readonly struct RescaleOp(float scale, float offset) : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct => S.Fma(S.Set(scale), x, S.Set(offset));
}

internal readonly struct RescaleGradient(float scale) : IElementwiseGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x, V y, V dy)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct => S.Multiply(S.Set(scale), dy);
}
