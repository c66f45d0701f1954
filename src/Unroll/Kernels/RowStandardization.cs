using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Unroll.Kernels;

/// <summary>What standardises a row: x̂ = (x - mean) factor.</summary>
internal readonly record struct RowStatistics(float Mean, float Factor);

/// <summary>One row standardised, y = x̂ scale + shift, and its gradient. Without a scale it is 1, without a shift 0; both are empty then.</summary>
internal static unsafe class RowStandardization
{
    public static void Forward(ReadOnlySpan<float> x, RowStatistics row, ReadOnlySpan<float> scale, ReadOnlySpan<float> shift, Span<float> y) =>
        Forward(x, row, scale, shift, y, Simd.Best);

    public static void Forward(ReadOnlySpan<float> x, RowStatistics row, ReadOnlySpan<float> scale, ReadOnlySpan<float> shift, Span<float> y, SimdWidth width)
    {
        Check(x.Length, y.Length, scale, shift);
        fixed (float* px = x, ps = scale, pt = shift, py = y)
        {
            int done = width switch
            {
                SimdWidth.V512 => Forward<Simd512, Vector512<float>, Vector512<int>>(0, x.Length, px, row, ps, pt, py),
                SimdWidth.V256 => Forward<Simd256, Vector256<float>, Vector256<int>>(0, x.Length, px, row, ps, pt, py),
                SimdWidth.V128 => Forward<Simd128, Vector128<float>, Vector128<int>>(0, x.Length, px, row, ps, pt, py),
                _ => 0,
            };
            Forward<SimdScalar, float, int>(done, x.Length, px, row, ps, pt, py);
        }
    }

    /// <summary>The sums of d = scale dy and of d x̂, in the lanes of <see cref="RowReduction"/>.</summary>
    public static (float Sum, float Dot) Sums(ReadOnlySpan<float> x, RowStatistics row, ReadOnlySpan<float> scale, ReadOnlySpan<float> dy) => Sums(x, row, scale, dy, Simd.Best);

    public static (float Sum, float Dot) Sums(ReadOnlySpan<float> x, RowStatistics row, ReadOnlySpan<float> scale, ReadOnlySpan<float> dy, SimdWidth width)
    {
        Check(x.Length, dy.Length, scale, default);
        float* sums = stackalloc float[16], dots = stackalloc float[16];
        new Span<float>(sums, 16).Clear();
        new Span<float>(dots, 16).Clear();
        fixed (float* px = x, ps = scale, pd = dy)
        {
            int whole = x.Length - (x.Length % 16), done = width == SimdWidth.Scalar ? 0 : whole;
            switch (width)
            {
                case SimdWidth.V512: Sums<Simd512, Vector512<float>, Vector512<int>>(whole, px, row, ps, pd, sums, dots); break;
                case SimdWidth.V256: Sums<Simd256, Vector256<float>, Vector256<int>>(whole, px, row, ps, pd, sums, dots); break;
                case SimdWidth.V128: Sums<Simd128, Vector128<float>, Vector128<int>>(whole, px, row, ps, pd, sums, dots); break;
            }
            for (int i = done; i < x.Length; i++)
            {
                Step<SimdScalar, float, int>(px + i, row.Mean, row.Factor, ps == null ? null : ps + i, pd + i, ref sums[i % 16], ref dots[i % 16]);
            }
        }
        return (RowReduction.Join<SumStep>(sums), RowReduction.Join<SumStep>(dots));
    }

    /// <summary>dx = factor (d - mean - x̂ slope), where d = scale dy; mean and slope are what the row's statistics take of the gradient. dx may be dy.</summary>
    public static void Backward(ReadOnlySpan<float> x, RowStatistics row, ReadOnlySpan<float> scale, ReadOnlySpan<float> dy, float mean, float slope, Span<float> dx) =>
        Backward(x, row, scale, dy, mean, slope, dx, Simd.Best);

    public static void Backward(ReadOnlySpan<float> x, RowStatistics row, ReadOnlySpan<float> scale, ReadOnlySpan<float> dy, float mean, float slope, Span<float> dx, SimdWidth width)
    {
        Check(x.Length, dy.Length, scale, default);
        Check(x.Length, dx.Length, scale, default);
        fixed (float* px = x, ps = scale, pd = dy, pdx = dx)
        {
            int done = width switch
            {
                SimdWidth.V512 => Backward<Simd512, Vector512<float>, Vector512<int>>(0, x.Length, px, row, ps, pd, mean, slope, pdx),
                SimdWidth.V256 => Backward<Simd256, Vector256<float>, Vector256<int>>(0, x.Length, px, row, ps, pd, mean, slope, pdx),
                SimdWidth.V128 => Backward<Simd128, Vector128<float>, Vector128<int>>(0, x.Length, px, row, ps, pd, mean, slope, pdx),
                _ => 0,
            };
            Backward<SimdScalar, float, int>(done, x.Length, px, row, ps, pd, mean, slope, pdx);
        }
    }

    private static int Forward<S, V, I>(int from, int n, float* x, RowStatistics row, float* scale, float* shift, float* y)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        V mean = S.Set(row.Mean), factor = S.Set(row.Factor);
        int i = from;
        for (; i <= n - S.Lanes; i += S.Lanes)
        {
            V value = S.Multiply(S.Subtract(S.Load(x + i), mean), factor);
            if (scale != null)
            {
                value = S.Multiply(value, S.Load(scale + i));
            }
            if (shift != null)
            {
                value = S.Add(value, S.Load(shift + i));
            }
            S.Store(y + i, value);
        }
        return i;
    }

    private static void Sums<S, V, I>(int whole, float* x, RowStatistics row, float* scale, float* dy, float* sums, float* dots)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        V mean = S.Set(row.Mean), factor = S.Set(row.Factor);
        V s0 = S.Zero, s1 = s0, s2 = s0, s3 = s0, d0 = s0, d1 = s0, d2 = s0, d3 = s0;
        for (int i = 0; i < whole; i += 16)
        {
            float* own = scale == null ? null : scale + i;
            Step<S, V, I>(x + i, mean, factor, own, dy + i, ref s0, ref d0);
            if (S.Lanes <= 8)
            {
                Step<S, V, I>(x + i + S.Lanes, mean, factor, own == null ? null : own + S.Lanes, dy + i + S.Lanes, ref s1, ref d1);
            }
            if (S.Lanes <= 4)
            {
                Step<S, V, I>(x + i + (2 * S.Lanes), mean, factor, own == null ? null : own + (2 * S.Lanes), dy + i + (2 * S.Lanes), ref s2, ref d2);
                Step<S, V, I>(x + i + (3 * S.Lanes), mean, factor, own == null ? null : own + (3 * S.Lanes), dy + i + (3 * S.Lanes), ref s3, ref d3);
            }
        }
        RowReduction.Store<S, V, I>(sums, s0, s1, s2, s3);
        RowReduction.Store<S, V, I>(dots, d0, d1, d2, d3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step<S, V, I>(float* x, V mean, V factor, float* scale, float* dy, ref V sum, ref V dot)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        V d = scale == null ? S.Load(dy) : S.Multiply(S.Load(dy), S.Load(scale));
        sum = S.Add(sum, d);
        dot = S.Fma(d, S.Multiply(S.Subtract(S.Load(x), mean), factor), dot);
    }

    private static int Backward<S, V, I>(int from, int n, float* x, RowStatistics row, float* scale, float* dy, float mean, float slope, float* dx)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        V center = S.Set(row.Mean), factor = S.Set(row.Factor), less = S.Set(mean), negative = S.Set(-slope);
        int i = from;
        for (; i <= n - S.Lanes; i += S.Lanes)
        {
            V d = scale == null ? S.Load(dy + i) : S.Multiply(S.Load(dy + i), S.Load(scale + i));
            V standardized = S.Multiply(S.Subtract(S.Load(x + i), center), factor);
            S.Store(dx + i, S.Multiply(factor, S.Fma(standardized, negative, S.Subtract(d, less))));
        }
        return i;
    }

    private static void Check(int expected, int actual, ReadOnlySpan<float> scale, ReadOnlySpan<float> shift)
    {
        if (actual != expected || (!scale.IsEmpty && scale.Length != expected) || (!shift.IsEmpty && shift.Length != expected))
        {
            Throw.Argument($"A row of {expected} elements has {actual} on its other side, {scale.Length} scales and {shift.Length} shifts. Pass spans of one length.");
        }
    }
}
