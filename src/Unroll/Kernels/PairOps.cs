using System.Runtime.CompilerServices;

namespace Unroll.Kernels;

/// <summary>x + 0: x, but for a negative zero, which becomes 0 as it does in a sum.</summary>
internal readonly struct AddToZero : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct => S.Add(x, S.Zero);
}

/// <summary>a + b.</summary>
internal readonly struct AddPair : IElementwisePair
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<S, V, I>(V a, V b)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct => S.Add(a, b);
}

/// <summary>a b.</summary>
internal readonly struct MultiplyPair : IElementwisePair
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<S, V, I>(V a, V b)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct => S.Multiply(a, b);
}

/// <summary>a - b.</summary>
internal readonly struct SubtractPair : IElementwisePair
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<S, V, I>(V a, V b)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct => S.Subtract(a, b);
}

/// <summary>a / b.</summary>
internal readonly struct DividePair : IElementwisePair
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<S, V, I>(V a, V b)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct => S.Divide(a, b);
}

/// <summary>The larger; a where they are equal, and NaN where one is.</summary>
internal readonly struct MaxPair : IElementwisePair
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<S, V, I>(V a, V b)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct => S.Select(S.Equal(b, b), S.Max(b, a), b);
}

/// <summary>The smaller; a where they are equal, and NaN where one is.</summary>
internal readonly struct MinPair : IElementwisePair
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<S, V, I>(V a, V b)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct => S.Select(S.Equal(b, b), S.Min(b, a), b);
}

/// <summary>dy where x is y, else 0.</summary>
internal readonly struct WhereChosen : IElementwiseGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x, V y, V dy)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct => S.Select(S.Equal(x, y), dy, S.Zero);
}

/// <summary>dy where x is not y, else 0.</summary>
internal readonly struct WhereNotChosen : IElementwiseGradient
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<S, V, I>(V x, V y, V dy)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct => S.Select(S.Equal(x, y), S.Zero, dy);
}
