using System.Runtime.CompilerServices;

namespace Unroll.Kernels;

/// <summary>min(max(x, -1), 1).</summary>
internal readonly struct HardTanhOp : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct =>
        S.Min(S.Set(1), S.Max(S.Set(-1), x));
}

internal readonly struct HardTanhGradient : IElementwiseGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x, V y, V dy)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct =>
        S.Select(S.LessThan(S.Abs(y), S.Set(1)), dy, S.Zero);
}

/// <summary>-log(1 + e^-x).</summary>
internal readonly struct LogSigmoidOp : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct =>
        Elementary<S, V, I>.Negate(Elementary<S, V, I>.Softplus(Elementary<S, V, I>.Negate(x)));
}

/// <summary>The slope is sigmoid(-x) = 1 - e^y.</summary>
internal readonly struct LogSigmoidGradient : IElementwiseGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x, V y, V dy)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct =>
        S.Multiply(Elementary<S, V, I>.Negate(dy), Elementary<S, V, I>.Expm1(y));
}

/// <summary>x - tanh(x).</summary>
internal readonly struct TanhShrinkOp : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct =>
        S.Subtract(x, Elementary<S, V, I>.Tanh(x));
}

internal readonly struct TanhShrinkGradient : IElementwiseGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x, V y, V dy)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        V tanh = Elementary<S, V, I>.Tanh(x);
        return S.Multiply(dy, S.Multiply(tanh, tanh));
    }
}

/// <summary>x - min(max(x, -limit), limit).</summary>
internal readonly struct SoftShrinkOp(float limit) : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct =>
        S.Subtract(x, S.Min(S.Set(limit), S.Max(S.Set(-limit), x)));
}

/// <summary>x where it is farther from 0 than the limit, else 0.</summary>
internal readonly struct HardShrinkOp(float limit) : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct =>
        S.Select(S.LessThan(S.Set(limit), S.Abs(x)), x, S.Zero);
}

/// <summary>dy where something is left.</summary>
internal readonly struct ShrinkGradient : IElementwiseGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x, V y, V dy)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct =>
        S.Select(S.Equal(y, S.Zero), S.Zero, dy);
}

/// <summary>(x + sqrt(x² + 4)) / 2.</summary>
internal readonly struct SquarePlusOp : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct =>
        S.Multiply(S.Set(0.5f), S.Add(x, S.Sqrt(S.Fma(x, x, S.Set(4)))));
}

/// <summary>The slope is y / sqrt(x² + 4).</summary>
internal readonly struct SquarePlusGradient : IElementwiseGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x, V y, V dy)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct =>
        S.Divide(S.Multiply(dy, y), S.Sqrt(S.Fma(x, x, S.Set(4))));
}

/// <summary>min(max((x + 1) / 2, 0), 1).</summary>
internal readonly struct SparseSigmoidOp : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct =>
        S.Min(S.Set(1), S.Max(S.Zero, S.Fma(S.Set(0.5f), x, S.Set(0.5f))));
}

internal readonly struct SparseSigmoidGradient : IElementwiseGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x, V y, V dy)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct =>
        S.Select(S.And(S.LessThan(S.Zero, y), S.LessThan(y, S.Set(1))), S.Multiply(S.Set(0.5f), dy), S.Zero);
}

/// <summary>0 up to -1, x from 1 on, and (x + 1)² / 4 between: the integral of sparse_sigmoid.</summary>
internal readonly struct SparsePlusOp : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        V half = S.Max(S.Zero, S.Fma(S.Set(0.5f), x, S.Set(0.5f)));
        return S.Select(S.LessThan(x, S.Set(1)), S.Multiply(half, half), x);
    }
}

internal readonly struct SparsePlusGradient : IElementwiseGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x, V y, V dy)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct =>
        S.Multiply(dy, default(SparseSigmoidOp).Invoke<S, V, I>(x));
}
