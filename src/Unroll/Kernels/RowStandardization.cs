using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Unroll.Kernels;

/// <summary>What a row's gradient takes of it.</summary>
/// <param name="Centers">Whether the row's mean was taken from it.</param>
/// <param name="KeepsMean">Whether the factor alone depends on the mean.</param>
/// <param name="Share">The part of the factor's derivative that each element takes.</param>
internal readonly record struct StandardizationRule(bool Centers, bool KeepsMean, float Share);

/// <summary>Rows standardised, y = x̂ scale + shift with x̂ = (x - mean) factor, and their gradient. A row's statistics are its mean and its factor.</summary>
internal static unsafe class RowStandardization
{
    private const int Statistics = 2;

    /// <summary>For each row its mean, or 0, and the sum of its squared differences from that.</summary>
    public static void Measure(ReadOnlySpan<float> x, int columns, bool centers, Span<float> statistics) => Measure(x, columns, centers, statistics, Simd.Best);

    public static void Measure(ReadOnlySpan<float> x, int columns, bool centers, Span<float> statistics, SimdWidth width)
    {
        int rows = RowReduction.Rows(x.Length, columns, statistics.Length / Statistics * columns);
        fixed (float* px = x, ps = statistics)
        {
            switch (width)
            {
                case SimdWidth.V512: Measure<Simd512, Vector512<float>, Vector512<int>>(rows, columns, px, centers, ps); break;
                case SimdWidth.V256: Measure<Simd256, Vector256<float>, Vector256<int>>(rows, columns, px, centers, ps); break;
                case SimdWidth.V128: Measure<Simd128, Vector128<float>, Vector128<int>>(rows, columns, px, centers, ps); break;
                default: Measure<SimdScalar, float, int>(rows, columns, px, centers, ps); break;
            }
        }
    }

    /// <summary>The rows of y. Scale and shift have a number for each column.</summary>
    public static void Forward(ReadOnlySpan<float> x, ReadOnlySpan<float> statistics, ReadOnlySpan<float> scale, ReadOnlySpan<float> shift, Span<float> y) =>
        Forward(x, statistics, scale, shift, y, Simd.Best);

    public static void Forward(ReadOnlySpan<float> x, ReadOnlySpan<float> statistics, ReadOnlySpan<float> scale, ReadOnlySpan<float> shift, Span<float> y, SimdWidth width)
    {
        int rows = RowReduction.Rows(x.Length, scale.Length, y.Length), columns = shift.Length;
        RowReduction.Rows(x.Length, columns, statistics.Length / Statistics * columns);
        fixed (float* px = x, pr = statistics, ps = scale, pt = shift, py = y)
        {
            for (int r = 0; r < rows; r++)
            {
                float* row = px + ((nint)r * columns), target = py + ((nint)r * columns), own = pr + (r * Statistics);
                int done = width switch
                {
                    SimdWidth.V512 => Forward<Simd512, Vector512<float>, Vector512<int>>(0, columns, row, own, ps, pt, target),
                    SimdWidth.V256 => Forward<Simd256, Vector256<float>, Vector256<int>>(0, columns, row, own, ps, pt, target),
                    SimdWidth.V128 => Forward<Simd128, Vector128<float>, Vector128<int>>(0, columns, row, own, ps, pt, target),
                    _ => 0,
                };
                Forward<SimdScalar, float, int>(done, columns, row, own, ps, pt, target);
            }
        }
    }

    /// <summary>
    /// The rows of dx = factor (d - mean of d - x̂ slope), where d = scale dy, and the slope is what the factor takes of the row's gradient. dx may be dy.
    /// </summary>
    public static void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> statistics, ReadOnlySpan<float> scale, ReadOnlySpan<float> dy, StandardizationRule rule, Span<float> dx) =>
        Backward(x, statistics, scale, dy, rule, dx, Simd.Best);

    public static void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> statistics, ReadOnlySpan<float> scale, ReadOnlySpan<float> dy, StandardizationRule rule, Span<float> dx, SimdWidth width)
    {
        int rows = RowReduction.Rows(x.Length, scale.Length, dy.Length), columns = scale.Length;
        RowReduction.Rows(x.Length, columns, dx.Length);
        RowReduction.Rows(x.Length, columns, statistics.Length / Statistics * columns);
        fixed (float* px = x, pr = statistics, ps = scale, pd = dy, pdx = dx)
        {
            switch (width)
            {
                case SimdWidth.V512: Backward<Simd512, Vector512<float>, Vector512<int>>(rows, columns, px, pr, ps, pd, rule, pdx); break;
                case SimdWidth.V256: Backward<Simd256, Vector256<float>, Vector256<int>>(rows, columns, px, pr, ps, pd, rule, pdx); break;
                case SimdWidth.V128: Backward<Simd128, Vector128<float>, Vector128<int>>(rows, columns, px, pr, ps, pd, rule, pdx); break;
                default: Backward<SimdScalar, float, int>(rows, columns, px, pr, ps, pd, rule, pdx); break;
            }
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Measure<S, V, I>(int rows, int columns, float* x, bool centers, float* statistics)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        float* lanes = stackalloc float[RowReduction.Lanes];
        for (int r = 0; r < rows; r++, x += columns, statistics += Statistics)
        {
            float mean = centers ? RowReduction.Reduce<SumStep, S, V, I>(default, x, x, columns, lanes) / columns : 0;
            statistics[0] = mean;
            statistics[1] = RowReduction.Reduce<SquaredDifferenceStep, S, V, I>(new SquaredDifferenceStep(mean), x, x, columns, lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Forward<S, V, I>(int from, int n, float* x, float* statistics, float* scale, float* shift, float* y)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        V mean = S.Set(statistics[0]), factor = S.Set(statistics[1]);
        int i = from;
        for (; i <= n - S.Lanes; i += S.Lanes)
        {
            V standardized = S.Multiply(S.Subtract(S.Load(x + i), mean), factor);
            S.Store(y + i, S.Add(S.Multiply(standardized, S.Load(scale + i)), S.Load(shift + i)));
        }
        return i;
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Backward<S, V, I>(int rows, int columns, float* x, float* statistics, float* scale, float* dy, StandardizationRule rule, float* dx)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        float* lanes = stackalloc float[2 * RowReduction.Lanes];
        for (int r = 0; r < rows; r++, x += columns, dy += columns, dx += columns, statistics += Statistics)
        {
            float mean = rule.KeepsMean ? RowReduction.Reduce<SumStep, S, V, I>(default, x, x, columns, lanes) / columns : statistics[0];
            float factor = statistics[1];
            (float sum, float dot) = Sums<S, V, I>(columns, x, mean, factor, scale, dy, lanes, lanes + RowReduction.Lanes);
            if (rule.KeepsMean)
            {
                dot += factor * mean * sum;
            }
            float less = rule.Centers ? sum / columns : 0, slope = dot * rule.Share;
            int done = Backward<S, V, I>(0, columns, x, mean, factor, scale, dy, less, slope, dx);
            Backward<SimdScalar, float, int>(done, columns, x, mean, factor, scale, dy, less, slope, dx);
        }
    }

    /// <summary>The sums of d = scale dy and of d x̂, in the lanes of <see cref="RowReduction"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (float Sum, float Dot) Sums<S, V, I>(int n, float* x, float mean, float factor, float* scale, float* dy, float* sums, float* dots)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        V center = S.Set(mean), factors = S.Set(factor);
        V s0 = S.Zero, s1 = s0, s2 = s0, s3 = s0, d0 = s0, d1 = s0, d2 = s0, d3 = s0;
        int whole = S.Lanes == 1 ? 0 : n - (n % RowReduction.Lanes);
        for (int i = 0; i < whole; i += RowReduction.Lanes)
        {
            Step<S, V, I>(x + i, center, factors, scale + i, dy + i, ref s0, ref d0);
            if (S.Lanes <= 8)
            {
                Step<S, V, I>(x + i + S.Lanes, center, factors, scale + i + S.Lanes, dy + i + S.Lanes, ref s1, ref d1);
            }
            if (S.Lanes <= 4)
            {
                Step<S, V, I>(x + i + (2 * S.Lanes), center, factors, scale + i + (2 * S.Lanes), dy + i + (2 * S.Lanes), ref s2, ref d2);
                Step<S, V, I>(x + i + (3 * S.Lanes), center, factors, scale + i + (3 * S.Lanes), dy + i + (3 * S.Lanes), ref s3, ref d3);
            }
        }
        if (S.Lanes == 1)
        {
            new Span<float>(sums, RowReduction.Lanes).Clear();
            new Span<float>(dots, RowReduction.Lanes).Clear();
        }
        else
        {
            RowReduction.Store<S, V, I>(sums, s0, s1, s2, s3);
            RowReduction.Store<S, V, I>(dots, d0, d1, d2, d3);
        }
        for (int i = whole; i < n; i++)
        {
            Step<SimdScalar, float, int>(x + i, mean, factor, scale + i, dy + i, ref sums[i % RowReduction.Lanes], ref dots[i % RowReduction.Lanes]);
        }
        return (RowReduction.Join<SumStep>(sums), RowReduction.Join<SumStep>(dots));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step<S, V, I>(float* x, V mean, V factor, float* scale, float* dy, ref V sum, ref V dot)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        V d = S.Multiply(S.Load(dy), S.Load(scale));
        sum = S.Add(sum, d);
        dot = S.Fma(d, S.Multiply(S.Subtract(S.Load(x), mean), factor), dot);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Backward<S, V, I>(int from, int n, float* x, float mean, float factor, float* scale, float* dy, float less, float slope, float* dx)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        V center = S.Set(mean), factors = S.Set(factor), taken = S.Set(less), slopes = S.Set(slope);
        int i = from;
        for (; i <= n - S.Lanes; i += S.Lanes)
        {
            V d = S.Multiply(S.Load(dy + i), S.Load(scale + i));
            V standardized = S.Multiply(S.Subtract(S.Load(x + i), center), factors);
            S.Store(dx + i, S.Multiply(factors, S.FmaNegated(standardized, slopes, S.Subtract(d, taken))));
        }
        return i;
    }
}
