using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Unroll.Kernels;

/// <summary>One step of a reduction in each lane, and the joining of lanes: a sum, unless said otherwise.</summary>
internal interface IReductionStep
{
    /// <summary>Where the lanes begin.</summary>
    static virtual float Start => 0;

    V Step<S, V, I>(V lanes, V x, V y)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct;

    static virtual V Join<S, V, I>(V a, V b)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct => S.Add(a, b);
}

/// <summary>Reductions along a row in 16 lanes whatever the width: element i in lane i mod 16, in order of i; then lanes 8, 4, 2 and 1 apart are joined.</summary>
internal static unsafe class RowReduction
{
    /// <summary>Room that a reduction needs.</summary>
    public const int Lanes = 16;

    /// <summary>The rows that two sides of an operation have.</summary>
    public static int Rows(int count, int columns, int other)
    {
        if (columns == 0 || count % columns != 0 || other != count)
        {
            Throw.Argument($"Rows of {columns} columns were asked for, but there are {count} numbers on one side and {other} on the other. Pass whole rows.");
        }
        return count / columns;
    }

    /// <summary>The sum of x.</summary>
    public static float Sum(ReadOnlySpan<float> x) => Reduce(default(SumStep), x, x, Simd.Best);

    /// <summary>The sum of x y.</summary>
    public static float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y) => Reduce(default(DotStep), x, y, Simd.Best);

    public static float Reduce<TStep>(TStep step, ReadOnlySpan<float> x, ReadOnlySpan<float> y, SimdWidth width)
        where TStep : struct, IReductionStep => width switch
        {
            SimdWidth.V512 => Reduce<TStep, Simd512, Vector512<float>, Vector512<int>>(step, x, y),
            SimdWidth.V256 => Reduce<TStep, Simd256, Vector256<float>, Vector256<int>>(step, x, y),
            SimdWidth.V128 => Reduce<TStep, Simd128, Vector128<float>, Vector128<int>>(step, x, y),
            _ => Reduce<TStep, SimdScalar, float, int>(step, x, y),
        };

    public static float Reduce<TStep, S, V, I>(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
        where TStep : struct, IReductionStep
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct => Reduce<TStep, S, V, I>(default, x, y);

    [SkipLocalsInit]
    public static float Reduce<TStep, S, V, I>(TStep step, ReadOnlySpan<float> x, ReadOnlySpan<float> y)
        where TStep : struct, IReductionStep
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        if (y.Length != x.Length)
            Throw.Argument($"A reduction's operands have lengths {x.Length} and {y.Length}. Pass spans of one length.");

        float* lanes = stackalloc float[Lanes];
        fixed (float* px = x, py = y)
        {
            return Reduce<TStep, S, V, I>(step, px, py, x.Length, lanes);
        }
    }

    /// <summary>The same, with room for sixteen lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Reduce<TStep, S, V, I>(TStep step, float* x, float* y, int count, float* lanes)
        where TStep : struct, IReductionStep
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        int whole = count - (count % Lanes);
        if (S.Lanes == 1)
            InMemory(step, x, y, whole, lanes);
        else
            InVectors<TStep, S, V, I>(step, x, y, whole, lanes);

        // The rest lane by lane: there is nothing to pad with that suits every step.
        for (int i = whole; i < count; i++)
            lanes[i - whole] = step.Step<SimdScalar, float, int>(lanes[i - whole], x[i], y[i]);

        return Join<TStep>(lanes);
    }

    /// <summary>y = op(x); the result is the sum of y. y may be x.</summary>
    [SkipLocalsInit]
    public static float ApplyAndSum<TOp, S, V, I>(in TOp op, ReadOnlySpan<float> x, Span<float> y)
        where TOp : struct, IElementwise
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        if (y.Length != x.Length)
            Throw.Argument($"An operator's operand has {x.Length} elements and its result {y.Length}. Pass spans of one length.");

        float* lanes = stackalloc float[Lanes];
        fixed (float* px = x, py = y)
        {
            return ApplyAndSum<TOp, S, V, I>(op, px, py, x.Length, lanes);
        }
    }

    /// <summary>The same, with room for sixteen lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ApplyAndSum<TOp, S, V, I>(in TOp op, float* x, float* y, int count, float* lanes)
        where TOp : struct, IElementwise
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        V l0 = S.Zero, l1 = S.Zero, l2 = S.Zero, l3 = S.Zero;
        int whole = S.Lanes == 1 ? 0 : count - (count % Lanes);
        for (int i = 0; i < whole; i += Lanes)
        {
            l0 = ApplyAndAdd<TOp, S, V, I>(op, x + i, y + i, l0);
            if (S.Lanes <= 8)
                l1 = ApplyAndAdd<TOp, S, V, I>(op, x + i + S.Lanes, y + i + S.Lanes, l1);
            if (S.Lanes <= 4)
            {
                l2 = ApplyAndAdd<TOp, S, V, I>(op, x + i + (2 * S.Lanes), y + i + (2 * S.Lanes), l2);
                l3 = ApplyAndAdd<TOp, S, V, I>(op, x + i + (3 * S.Lanes), y + i + (3 * S.Lanes), l3);
            }
        }
        if (S.Lanes == 1)
            new Span<float>(lanes, Lanes).Clear();
        else
            Store<S, V, I>(lanes, l0, l1, l2, l3);
        for (int i = whole; i < count; i++)
            lanes[i % Lanes] = ApplyAndAdd<TOp, SimdScalar, float, int>(op, x + i, y + i, lanes[i % Lanes]);

        return Join<SumStep>(lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V ApplyAndAdd<TOp, S, V, I>(in TOp op, float* x, float* y, V lanes)
        where TOp : struct, IElementwise
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        V value = op.Invoke<S, V, I>(S.Load(x));
        S.Store(y, value);
        return S.Add(lanes, value);
    }

    private static void InMemory<TStep>(TStep step, float* x, float* y, int whole, float* lanes)
        where TStep : struct, IReductionStep
    {
        new Span<float>(lanes, Lanes).Fill(TStep.Start);
        for (int i = 0; i < whole; i++)
            lanes[i % Lanes] = step.Step<SimdScalar, float, int>(lanes[i % Lanes], x[i], y[i]);
    }

    /// <summary>One vector of sixteen lanes, two of eight or four of four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void InVectors<TStep, S, V, I>(TStep step, float* x, float* y, int whole, float* lanes)
        where TStep : struct, IReductionStep
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        V l0 = S.Set(TStep.Start), l1 = l0, l2 = l0, l3 = l0;
        for (int i = 0; i < whole; i += Lanes)
        {
            l0 = step.Step<S, V, I>(l0, S.Load(x + i), S.Load(y + i));
            if (S.Lanes <= 8)
                l1 = step.Step<S, V, I>(l1, S.Load(x + i + S.Lanes), S.Load(y + i + S.Lanes));
            if (S.Lanes <= 4)
            {
                l2 = step.Step<S, V, I>(l2, S.Load(x + i + (2 * S.Lanes)), S.Load(y + i + (2 * S.Lanes)));
                l3 = step.Step<S, V, I>(l3, S.Load(x + i + (3 * S.Lanes)), S.Load(y + i + (3 * S.Lanes)));
            }
        }
        Store<S, V, I>(lanes, l0, l1, l2, l3);
    }

    /// <summary>As many of the vectors as sixteen lanes are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<S, V, I>(float* lanes, V l0, V l1, V l2, V l3)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        S.Store(lanes, l0);
        if (S.Lanes <= 8)
            S.Store(lanes + S.Lanes, l1);
        if (S.Lanes <= 4)
        {
            S.Store(lanes + (2 * S.Lanes), l2);
            S.Store(lanes + (3 * S.Lanes), l3);
        }
    }

    /// <summary>The sixteen lanes joined, by four at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Join<TStep>(float* lanes)
        where TStep : struct, IReductionStep
    {
        Vector128<float> even = TStep.Join<Simd128, Vector128<float>, Vector128<int>>(Vector128.Load(lanes), Vector128.Load(lanes + 8));
        Vector128<float> odd = TStep.Join<Simd128, Vector128<float>, Vector128<int>>(Vector128.Load(lanes + 4), Vector128.Load(lanes + 12));
        Vector128<float> four = TStep.Join<Simd128, Vector128<float>, Vector128<int>>(even, odd);
        float first = TStep.Join<SimdScalar, float, int>(four[0], four[2]), second = TStep.Join<SimdScalar, float, int>(four[1], four[3]);
        return TStep.Join<SimdScalar, float, int>(first, second);
    }
}
