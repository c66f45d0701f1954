using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Unroll.Kernels;

/// <summary>
/// Softmax and its logarithm along rows. Element i of a row goes to lane i mod 16 of a reduction and the lanes are joined by a fixed tree,
/// so that a row has the same bits at every width.
/// </summary>
internal static class SoftmaxKernel
{
    /// <summary>y = softmax(x) or log(softmax(x)), one row. y may be x.</summary>
    public static void Forward(ReadOnlySpan<float> x, Span<float> y, bool logarithm, SimdWidth width)
    {
        switch (width)
        {
            case SimdWidth.V512: Forward<Simd512, Vector512<float>, Vector512<int>>(x, y, logarithm, width); break;
            case SimdWidth.V256: Forward<Simd256, Vector256<float>, Vector256<int>>(x, y, logarithm, width); break;
            case SimdWidth.V128: Forward<Simd128, Vector128<float>, Vector128<int>>(x, y, logarithm, width); break;
            default: Forward<SimdScalar, float, int>(x, y, logarithm, width); break;
        }
    }

    /// <summary>dx from the output y and its gradient, one row: y (dy - y.dy), or dy - e^y sum(dy) for the logarithm. dx may be dy.</summary>
    public static void Backward(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, bool logarithm, SimdWidth width)
    {
        float sum = width switch
        {
            SimdWidth.V512 => Sum<Simd512, Vector512<float>, Vector512<int>>(y, dy, logarithm),
            SimdWidth.V256 => Sum<Simd256, Vector256<float>, Vector256<int>>(y, dy, logarithm),
            SimdWidth.V128 => Sum<Simd128, Vector128<float>, Vector128<int>>(y, dy, logarithm),
            _ => Sum<SimdScalar, float, int>(y, dy, logarithm),
        };
        if (logarithm)
            Elementwise.Apply(new LogSoftmaxGradient(sum), y, y, dy, dx, width);
        else
            Elementwise.Apply(new SoftmaxGradient(sum), y, y, dy, dx, width);
    }

    private static void Forward<S, V, I>(ReadOnlySpan<float> x, Span<float> y, bool logarithm, SimdWidth width)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        float max = RowReduction.Reduce<MaxStep, S, V, I>(x, x);
        if (logarithm)
        {
            float sum = RowReduction.Reduce<SumOfExpStep, S, V, I>(new SumOfExpStep(max), x, x);
            float log = Elementary<SimdScalar, float, int>.Log(sum);
            Elementwise.Apply(new ShiftOp(max, log), x, y, width);
        }
        else
        {
            float sum = RowReduction.ApplyAndSum<ShiftedExpOp, S, V, I>(new ShiftedExpOp(max), x, y);
            Elementwise.Apply(new DivideOp(sum), y, y, width);
        }
    }

    private static float Sum<S, V, I>(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, bool logarithm)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct =>
        logarithm ? RowReduction.Reduce<SumStep, S, V, I>(dy, dy) : RowReduction.Reduce<DotStep, S, V, I>(y, dy);
}
