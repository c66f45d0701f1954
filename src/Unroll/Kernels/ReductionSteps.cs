using System.Runtime.CompilerServices;

namespace Unroll.Kernels;

internal readonly struct MaxStep : IReductionStep
{
    public static float Start => float.NegativeInfinity;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Step<S, V, I>(V lanes, V x, V y)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct =>
        S.Max(lanes, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Join<S, V, I>(V a, V b)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct =>
        S.Max(a, b);
}

internal readonly struct SumStep : IReductionStep
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Step<S, V, I>(V lanes, V x, V y)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct =>
        S.Add(lanes, x);
}

internal readonly struct DotStep : IReductionStep
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Step<S, V, I>(V lanes, V x, V y)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct =>
        S.Fma(x, y, lanes);
}

internal readonly struct SumOfExpStep(float shift) : IReductionStep
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Step<S, V, I>(V lanes, V x, V y)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct =>
        S.Add(lanes, Elementary<S, V, I>.ExpOfShifted(S.Subtract(x, S.Set(shift))));
}

internal readonly struct SquaredDifferenceStep(float mean) : IReductionStep
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Step<S, V, I>(V lanes, V x, V y)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        V difference = S.Subtract(x, S.Set(mean));
        return S.Fma(difference, difference, lanes);
    }
}
