using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Unroll.Kernels;

/// <summary>One step of a sum down a column: x is the row's element, a belongs to the column.</summary>
internal interface IColumnStep
{
    static abstract V Step<S, V, I>(V sum, V x, V a)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct;
}

/// <summary>sum + x.</summary>
internal readonly struct ColumnSum : IColumnStep
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Step<S, V, I>(V sum, V x, V a)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct => S.Add(sum, x);
}

/// <summary>sum + (x - a)².</summary>
internal readonly struct ColumnSquaredDifference : IColumnStep
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Step<S, V, I>(V sum, V x, V a)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        V difference = S.Subtract(x, a);
        return S.Fma(difference, difference, sum);
    }
}

/// <summary>The larger; NaN where one is.</summary>
internal readonly struct ColumnMax : IColumnStep
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Step<S, V, I>(V sum, V x, V a)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct => MaxPair.Invoke<S, V, I>(sum, x);
}

/// <summary>How often x is a.</summary>
internal readonly struct ColumnTies : IColumnStep
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Step<S, V, I>(V sum, V x, V a)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct => S.Add(sum, S.Select(S.Equal(x, a), S.Set(1), S.Zero));
}

/// <summary>Sums down the columns of matrices whose rows are <c>stride</c> apart: a chain for each column, rows upwards, that goes on from what stands in the sums.</summary>
internal static unsafe class ColumnReduction
{
    public static void Add<TStep>(ReadOnlySpan<float> x, int rows, int stride, ReadOnlySpan<float> a, Span<float> sums)
        where TStep : struct, IColumnStep => Add<TStep>(x, rows, stride, a, sums, Simd.Best);

    /// <param name="x">The matrix, from its first column on; as many columns as there are sums.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="stride">From row to row.</param>
    /// <param name="a">A number for each column; the sums where the step needs none.</param>
    /// <param name="sums">To be added to.</param>
    /// <param name="width">The vector width.</param>
    public static void Add<TStep>(ReadOnlySpan<float> x, int rows, int stride, ReadOnlySpan<float> a, Span<float> sums, SimdWidth width)
        where TStep : struct, IColumnStep
    {
        if (rows == 0 || sums.IsEmpty)
        {
            return;
        }
        // The last row has to be there.
        long last = ((long)(rows - 1) * stride) + sums.Length;
        if (x.Length < last || a.Length < sums.Length)
        {
            Throw.Argument($"Sums down {rows} rows that are {stride} apart need {last} numbers, but got {x.Length}.");
        }
        int block = RowsInCache(sums.Length);
        for (int r = 0; r < rows; r += block)
        {
            int count = Math.Min(block, rows - r);
            ReadOnlySpan<float> xs = x[(r * stride)..];
            switch (width)
            {
                case SimdWidth.V512: Add<TStep, Simd512, Vector512<float>, Vector512<int>>(xs, count, stride, a, sums); break;
                case SimdWidth.V256: Add<TStep, Simd256, Vector256<float>, Vector256<int>>(xs, count, stride, a, sums); break;
                case SimdWidth.V128: Add<TStep, Simd128, Vector128<float>, Vector128<int>>(xs, count, stride, a, sums); break;
                default: Add<TStep, SimdScalar, float, int>(xs, count, stride, a, sums); break;
            }
        }
    }

    /// <summary>Rows that are walked column by column at a time: some 16 KB.</summary>
    public static int RowsInCache(int columns) => Math.Max(16, 4096 / columns);

    private static void Add<TStep, S, V, I>(ReadOnlySpan<float> x, int rows, int stride, ReadOnlySpan<float> a, Span<float> sums)
        where TStep : struct, IColumnStep
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        fixed (float* px = x, pa = a, ps = sums)
        {
            int c = 0;
            for (; c <= sums.Length - (4 * S.Lanes); c += 4 * S.Lanes)
            {
                Four<TStep, S, V, I>(px + c, rows, stride, pa + c, ps + c);
            }
            for (; c <= sums.Length - S.Lanes; c += S.Lanes)
            {
                One<TStep, S, V, I>(px + c, rows, stride, pa + c, ps + c);
            }
            for (; c < sums.Length; c++)
            {
                One<TStep, SimdScalar, float, int>(px + c, rows, stride, pa + c, ps + c);
            }
        }
    }

    /// <summary>Four chains at a time hide each other's latency.</summary>
    private static void Four<TStep, S, V, I>(float* x, int rows, nint stride, float* a, float* sums)
        where TStep : struct, IColumnStep
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        float* sums1 = sums + S.Lanes, sums2 = sums1 + S.Lanes, sums3 = sums2 + S.Lanes;
        V s0 = S.Load(sums), s1 = S.Load(sums1), s2 = S.Load(sums2), s3 = S.Load(sums3);
        V a0 = S.Load(a), a1 = S.Load(a + S.Lanes), a2 = S.Load(a + (2 * S.Lanes)), a3 = S.Load(a + (3 * S.Lanes));
        for (int r = 0; r < rows; r++, x += stride)
        {
            s0 = TStep.Step<S, V, I>(s0, S.Load(x), a0);
            s1 = TStep.Step<S, V, I>(s1, S.Load(x + S.Lanes), a1);
            s2 = TStep.Step<S, V, I>(s2, S.Load(x + (2 * S.Lanes)), a2);
            s3 = TStep.Step<S, V, I>(s3, S.Load(x + (3 * S.Lanes)), a3);
        }
        S.Store(sums, s0);
        S.Store(sums1, s1);
        S.Store(sums2, s2);
        S.Store(sums3, s3);
    }

    private static void One<TStep, S, V, I>(float* x, int rows, nint stride, float* a, float* sums)
        where TStep : struct, IColumnStep
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        V sum = S.Load(sums), own = S.Load(a);
        for (int r = 0; r < rows; r++, x += stride)
        {
            sum = TStep.Step<S, V, I>(sum, S.Load(x), own);
        }
        S.Store(sums, sum);
    }
}
