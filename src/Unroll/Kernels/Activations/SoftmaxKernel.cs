using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Unroll.Kernels;

/// <summary>
/// Softmax and its logarithm along rows. Element i of a row goes to lane i mod 16 of a reduction and the lanes are joined by a fixed tree,
/// so that a row has the same bits at every width.
/// </summary>
internal static unsafe class SoftmaxKernel
{
    /// <summary>y = softmax(x) or log(softmax(x)), row by row. y may be x.</summary>
    public static void Forward(ReadOnlySpan<float> x, Span<float> y, int columns, bool logarithm, SimdWidth width)
    {
        int rows = RowReduction.Rows(x.Length, columns, y.Length);
        fixed (float* px = x, py = y)
        {
            switch (width)
            {
                case SimdWidth.V512: Forward<Simd512, Vector512<float>, Vector512<int>>(rows, columns, px, py, logarithm); break;
                case SimdWidth.V256: Forward<Simd256, Vector256<float>, Vector256<int>>(rows, columns, px, py, logarithm); break;
                case SimdWidth.V128: Forward<Simd128, Vector128<float>, Vector128<int>>(rows, columns, px, py, logarithm); break;
                default: Forward<SimdScalar, float, int>(rows, columns, px, py, logarithm); break;
            }
        }
    }

    /// <summary>dx from the output y and its gradient, row by row: y (dy - y.dy), or dy - e^y sum(dy) for the logarithm. dx may be dy.</summary>
    public static void Backward(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, int columns, bool logarithm, SimdWidth width)
    {
        int rows = RowReduction.Rows(y.Length, columns, dy.Length);
        RowReduction.Rows(y.Length, columns, dx.Length);
        fixed (float* py = y, pd = dy, px = dx)
        {
            switch (width)
            {
                case SimdWidth.V512: Backward<Simd512, Vector512<float>, Vector512<int>>(rows, columns, py, pd, px, logarithm); break;
                case SimdWidth.V256: Backward<Simd256, Vector256<float>, Vector256<int>>(rows, columns, py, pd, px, logarithm); break;
                case SimdWidth.V128: Backward<Simd128, Vector128<float>, Vector128<int>>(rows, columns, py, pd, px, logarithm); break;
                default: Backward<SimdScalar, float, int>(rows, columns, py, pd, px, logarithm); break;
            }
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Forward<S, V, I>(int rows, int columns, float* x, float* y, bool logarithm)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        float* lanes = stackalloc float[RowReduction.Lanes];
        for (int r = 0; r < rows; r++, x += columns, y += columns)
        {
            float max = RowReduction.Reduce<MaxStep, S, V, I>(default, x, x, columns, lanes);
            if (logarithm)
            {
                float sum = RowReduction.Reduce<SumOfExpStep, S, V, I>(new SumOfExpStep(max), x, x, columns, lanes);
                Elementwise.Apply<ShiftOp, S, V, I>(new ShiftOp(max, Elementary<SimdScalar, float, int>.Log(sum)), columns, x, y);
            }
            else
            {
                float sum = RowReduction.ApplyAndSum<ShiftedExpOp, S, V, I>(new ShiftedExpOp(max), x, y, columns, lanes);
                Elementwise.Apply<DivideOp, S, V, I>(new DivideOp(sum), columns, y, y);
            }
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Backward<S, V, I>(int rows, int columns, float* y, float* dy, float* dx, bool logarithm)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        float* lanes = stackalloc float[RowReduction.Lanes];
        for (int r = 0; r < rows; r++, y += columns, dy += columns, dx += columns)
        {
            if (logarithm)
            {
                Elementwise.Apply<LogSoftmaxGradient, S, V, I>(new LogSoftmaxGradient(RowReduction.Reduce<SumStep, S, V, I>(default, dy, dy, columns, lanes)), columns, y, y, dy, dx);
            }
            else
            {
                Elementwise.Apply<SoftmaxGradient, S, V, I>(new SoftmaxGradient(RowReduction.Reduce<DotStep, S, V, I>(default, y, dy, columns, lanes)), columns, y, y, dy, dx);
            }
        }
    }
}
