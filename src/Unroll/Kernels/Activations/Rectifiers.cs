using System.Runtime.CompilerServices;

namespace Unroll.Kernels;

/// <summary>max(x, 0); the operands' order lets NaN through.</summary>
internal readonly struct ReluOp : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct =>
        S.Max(S.Zero, x);
}

internal readonly struct ReluGradient : IElementwiseGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x, V y, V dy)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct =>
        S.Select(S.LessThan(S.Zero, y), dy, S.Zero);
}

/// <summary>min(max(x, 0), 6).</summary>
internal readonly struct Relu6Op : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct =>
        S.Min(S.Set(6), S.Max(S.Zero, x));
}

internal readonly struct Relu6Gradient : IElementwiseGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x, V y, V dy)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct =>
        S.Select(S.And(S.LessThan(S.Zero, y), S.LessThan(y, S.Set(6))), dy, S.Zero);
}

/// <summary>x, or slope * x where x is negative.</summary>
internal readonly struct LeakyReluOp(float slope) : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct =>
        S.Select(S.LessThan(x, S.Zero), S.Multiply(S.Set(slope), x), x);
}

internal readonly struct LeakyReluGradient(float slope) : IElementwiseGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x, V y, V dy)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct =>
        S.Select(S.LessThan(S.Zero, x), dy, S.Multiply(S.Set(slope), dy));
}

/// <summary>scale * x, or scale * alpha * (e^x - 1) where x is negative. Selu is this with constants of its own.</summary>
internal readonly struct EluOp(float alpha, float scale = 1) : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        V negative = S.Multiply(S.Set(scale * alpha), Elementary<S, V, I>.Expm1(x));
        return S.Select(S.LessThan(S.Zero, x), S.Multiply(S.Set(scale), x), negative);
    }
}

internal readonly struct EluGradient(float alpha, float scale = 1) : IElementwiseGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x, V y, V dy)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        // y + scale * alpha is scale * alpha * e^x.
        V negative = S.Multiply(S.Add(y, S.Set(scale * alpha)), dy);
        return S.Select(S.LessThan(S.Zero, y), S.Multiply(S.Set(scale), dy), negative);
    }
}
