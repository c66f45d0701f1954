using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Unroll.Kernels;

/// <summary>What an element is standardised to before it is multiplied by its gradient: a belongs to its column, the numbers to its row.</summary>
internal interface IColumnPair
{
    static abstract unsafe V Standardize<S, V, I>(V x, V a, float* row)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct;
}

/// <summary>x - a.</summary>
internal readonly struct CenteredByColumn : IColumnPair
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe V Standardize<S, V, I>(V x, V a, float* row)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct => S.Subtract(x, a);
}

/// <summary>(x - mean) factor, which are the row's two numbers.</summary>
internal readonly struct StandardizedByRow : IColumnPair
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe V Standardize<S, V, I>(V x, V a, float* row)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct => S.Multiply(S.Subtract(x, S.Set(row[0])), S.Set(row[1]));
}

/// <summary>Down the columns of two matrices, in one pass, the sums of dy and of standardised x times dy: a chain for each, rows upwards, that goes on from what stands in the sums.</summary>
internal static unsafe class ColumnPairs
{
    private const int Statistics = 2;

    public static void Add<TPair>(
        ReadOnlySpan<float> x, ReadOnlySpan<float> dy, int rows, int stride, ReadOnlySpan<float> a, ReadOnlySpan<float> statistics, Span<float> sums, Span<float> dots)
        where TPair : struct, IColumnPair => Add<TPair>(x, dy, rows, stride, a, statistics, sums, dots, Simd.Best);

    /// <param name="x">The matrix, from its first column on; as many columns as there are dots.</param>
    /// <param name="dy">Its gradient.</param>
    /// <param name="rows">Rows of both.</param>
    /// <param name="stride">From row to row.</param>
    /// <param name="a">A number for each column; the dots where there is none.</param>
    /// <param name="statistics">Two numbers for each row; empty where there are none.</param>
    /// <param name="sums">To be added to; empty where nobody asks for them.</param>
    /// <param name="dots">To be added to.</param>
    /// <param name="width">The vector width.</param>
    public static void Add<TPair>(
        ReadOnlySpan<float> x, ReadOnlySpan<float> dy, int rows, int stride, ReadOnlySpan<float> a, ReadOnlySpan<float> statistics, Span<float> sums, Span<float> dots, SimdWidth width)
        where TPair : struct, IColumnPair
    {
        if (rows == 0 || dots.IsEmpty)
        {
            return;
        }
        long last = ((long)(rows - 1) * stride) + dots.Length;
        if (x.Length < last || dy.Length < last || a.Length < dots.Length || (!sums.IsEmpty && sums.Length != dots.Length) || (!statistics.IsEmpty && statistics.Length < rows * Statistics))
        {
            Throw.Argument($"Sums down {rows} rows that are {stride} apart need {last} numbers, but got {Math.Min(x.Length, dy.Length)}.");
        }
        int block = ColumnReduction.RowsInCache(dots.Length);
        fixed (float* px = x, pd = dy, pa = a, pr = statistics, ps = sums, pt = dots)
        {
            for (int r = 0; r < rows; r += block)
            {
                int count = Math.Min(block, rows - r);
                nint at = (nint)r * stride;
                float* row = pr == null ? null : pr + (r * Statistics);
                int done = width switch
                {
                    SimdWidth.V512 => Columns<TPair, Simd512, Vector512<float>, Vector512<int>>(0, dots.Length, px + at, pd + at, count, stride, pa, row, ps, pt),
                    SimdWidth.V256 => Columns<TPair, Simd256, Vector256<float>, Vector256<int>>(0, dots.Length, px + at, pd + at, count, stride, pa, row, ps, pt),
                    SimdWidth.V128 => Columns<TPair, Simd128, Vector128<float>, Vector128<int>>(0, dots.Length, px + at, pd + at, count, stride, pa, row, ps, pt),
                    _ => 0,
                };
                Columns<TPair, SimdScalar, float, int>(done, dots.Length, px + at, pd + at, count, stride, pa, row, ps, pt);
            }
        }
    }

    /// <summary>Two vectors of columns at a time, so that four chains hide each other's latency, then one.</summary>
    private static int Columns<TPair, S, V, I>(int from, int columns, float* x, float* dy, int rows, nint stride, float* a, float* statistics, float* sums, float* dots)
        where TPair : struct, IColumnPair
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        int c = from;
        for (; c <= columns - (2 * S.Lanes); c += 2 * S.Lanes)
        {
            int next = c + S.Lanes;
            V s0 = Begin<S, V, I>(sums, c), s1 = Begin<S, V, I>(sums, next), d0 = S.Load(dots + c), d1 = S.Load(dots + next), a0 = S.Load(a + c), a1 = S.Load(a + next);
            float* px = x + c, pd = dy + c, row = statistics;
            for (int r = 0; r < rows; r++, px += stride, pd += stride, row += Statistics)
            {
                V dy0 = S.Load(pd), dy1 = S.Load(pd + S.Lanes);
                s0 = S.Add(s0, dy0);
                s1 = S.Add(s1, dy1);
                d0 = S.Fma(TPair.Standardize<S, V, I>(S.Load(px), a0, row), dy0, d0);
                d1 = S.Fma(TPair.Standardize<S, V, I>(S.Load(px + S.Lanes), a1, row), dy1, d1);
            }
            if (sums != null)
            {
                S.Store(sums + c, s0);
                S.Store(sums + next, s1);
            }
            S.Store(dots + c, d0);
            S.Store(dots + next, d1);
        }
        for (; c <= columns - S.Lanes; c += S.Lanes)
        {
            V sum = Begin<S, V, I>(sums, c), dot = S.Load(dots + c), own = S.Load(a + c);
            float* px = x + c, pd = dy + c, row = statistics;
            for (int r = 0; r < rows; r++, px += stride, pd += stride, row += Statistics)
            {
                sum = S.Add(sum, S.Load(pd));
                dot = S.Fma(TPair.Standardize<S, V, I>(S.Load(px), own, row), S.Load(pd), dot);
            }
            if (sums != null)
            {
                S.Store(sums + c, sum);
            }
            S.Store(dots + c, dot);
        }
        return c;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Begin<S, V, I>(float* sums, int column)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct => sums == null ? S.Zero : S.Load(sums + column);
}
