using System.Runtime.CompilerServices;

namespace Unroll.Kernels;

/// <summary>(x - mean) factor.</summary>
internal readonly struct StandardizeOp(float mean, float factor) : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct => S.Multiply(S.Subtract(x, S.Set(mean)), S.Set(factor));
}

/// <summary>The gradient of a standardised row: factor (dy - mean - x̂ slope), where x is x̂, and mean and slope are what its statistics take of the gradient.</summary>
internal readonly struct StandardizeGradient(float factor, float mean, float slope) : IElementwiseGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x, V y, V dy)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct => S.Multiply(S.Set(factor), S.Fma(x, S.Set(-slope), S.Subtract(dy, S.Set(mean))));
}

/// <summary>y + x factor.</summary>
internal readonly struct MultiplyAddConstantOp(float factor) : IElementwiseGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x, V y, V dy)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct => S.Fma(x, S.Set(factor), y);
}
