using System.Runtime.CompilerServices;

namespace Unroll.Kernels;

/// <summary>tanh(scale (x + y)).</summary>
internal readonly struct TanhOfSumOp(float scale) : IElementwiseGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x, V y, V dy)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct => Elementary<S, V, I>.Tanh(S.Multiply(S.Set(scale), S.Add(x, y)));
}

/// <summary>gradient y (1 - x²): from x, a tanh, to its argument, with the weights y.</summary>
internal readonly struct WeightedTanhGradient(float gradient) : IElementwiseGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x, V y, V dy)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct => S.Multiply(S.Multiply(S.Set(gradient), y), S.Fma(Elementary<S, V, I>.Negate(x), x, S.Set(1)));
}
