using System.Runtime.CompilerServices;

namespace Unroll.Kernels;

internal readonly struct MaxStep : IReductionStep
{
    public float Start => float.NegativeInfinity;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Step<S, V, I>(V lanes, V x, V y)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct =>
        S.Max(lanes, x);

    public float Join(float a, float b) => a > b ? a : b;
}

internal readonly struct SumStep : IReductionStep
{
    public float Start => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Step<S, V, I>(V lanes, V x, V y)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct =>
        S.Add(lanes, x);

    public float Join(float a, float b) => a + b;
}

internal readonly struct DotStep : IReductionStep
{
    public float Start => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Step<S, V, I>(V lanes, V x, V y)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct =>
        S.Fma(x, y, lanes);

    public float Join(float a, float b) => a + b;
}

internal readonly struct SumOfExpStep(float shift) : IReductionStep
{
    public float Start => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Step<S, V, I>(V lanes, V x, V y)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct =>
        S.Add(lanes, Elementary<S, V, I>.Exp(S.Subtract(x, S.Set(shift))));

    public float Join(float a, float b) => a + b;
}
