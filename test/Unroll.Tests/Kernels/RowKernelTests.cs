using System.Runtime.Intrinsics;
using Unroll.Kernels;
using Unroll.Tests.Reference;
using Math32 = Unroll.Kernels.Elementary<Unroll.Kernels.SimdScalar, float, int>;

namespace Unroll.Tests.Kernels;

/// <summary>Kernels along rows and flat memory against plain loops, bit for bit.</summary>
public class RowKernelTests
{
    public static TheoryData<int> Lengths => [1, 3, 15, 16, 17, 46, 100, 259, 600];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Spans_AnyLength_WorkElementByElement(int length)
    {
        var samples = new Samples(1);
        float[] a = samples.Floats(length), b = samples.Floats(length), c = samples.Floats(length);
        float[] sums = [.. a], squares = [.. c];
        Spans.AddTo(sums, b);
        Assert.Equal(a.Zip(b, (x, y) => x + y), sums);
        sums = [.. a];
        Spans.AddWithSquares(sums, squares, b);
        Assert.Equal(a.Zip(b, (x, y) => x + y), sums);
        Assert.Equal(c.Zip(b, (x, y) => x + (y * y)), squares);
        float[] products = [.. a];
        Spans.MultiplyBy(products, b);
        Assert.Equal(a.Zip(b, (x, y) => x * y), products);
        float[] small = [.. a.Select((v, i) => i % 3 == 0 ? v * 1e-38f : v)];
        float[] expected = [.. small.Select(v => float.IsSubnormal(v) ? 0 : v)];
        Spans.FlushSubnormals(small);
        Assert.Equal(expected, small);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Softmax_AnyLength_SumsInSixteenLanes(int length)
    {
        float[] x = new Samples(2).Floats(length, 10), y = new float[length];
        float max = SoftmaxSums.Max(x);
        Assert.Equal(x.Max(), max);
        var lanes = new double[16];
        float[] expected = [.. x.Select(v => Math32.Exp(v - max))];
        for (int i = 0; i < length; i++)
        {
            lanes[i % 16] += expected[i];
        }
        for (int apart = 8; apart > 0; apart /= 2)
        {
            for (int i = 0; i < apart; i++)
            {
                lanes[i] += lanes[i + apart];
            }
        }
        Assert.Equal(lanes[0], SoftmaxSums.Exponentials(x, max, y));
        Assert.Equal(lanes[0], SoftmaxSums.SumOfExponentials(x, max));
        Assert.Equal(expected, y);
        SoftmaxSums.Scale(y, 0.3f);
        Assert.Equal(expected.Select(v => v * 0.3f), y);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void RowReduction_AnyLength_TakesElementToLaneModSixteen(int length)
    {
        var samples = new Samples(3);
        float[] x = samples.Floats(length), y = samples.Floats(length);
        float sum = Tree(x, (lane, i) => lane + x[i], 0), dot = Tree(x, (lane, i) => MathF.FusedMultiplyAdd(x[i], y[i], lane), 0);
        float squares = Tree(x, (lane, i) => MathF.FusedMultiplyAdd(x[i] - 0.25f, x[i] - 0.25f, lane), 0);
        float exponentials = Tree(x, (lane, i) => lane + Math32.Exp(x[i] - 0.25f), 0);
        Check<SimdScalar, float, int>();
        Check<Simd128, Vector128<float>, Vector128<int>>(SimdWidth.V128);
        Check<Simd256, Vector256<float>, Vector256<int>>(SimdWidth.V256);
        Check<Simd512, Vector512<float>, Vector512<int>>(SimdWidth.V512);

        void Check<S, V, I>(SimdWidth width = SimdWidth.Scalar)
            where S : struct, ISimd<V, I>
            where V : struct
            where I : struct
        {
            if (Simd.IsSupported(width))
            {
                Assert.Equal(sum, RowReduction.Reduce<SumStep, S, V, I>(x, x));
                Assert.Equal(dot, RowReduction.Reduce<DotStep, S, V, I>(x, y));
                Assert.Equal(x.Max(), RowReduction.Reduce<MaxStep, S, V, I>(x, x));
                Assert.Equal(squares, RowReduction.Reduce<SquaredDifferenceStep, S, V, I>(new SquaredDifferenceStep(0.25f), x, x));
                float[] shifted = new float[length];
                Assert.Equal(exponentials, RowReduction.ApplyAndSum<ShiftedExpOp, S, V, I>(new ShiftedExpOp(0.25f), x, shifted));
                Assert.Equal(x.Select(v => Math32.Exp(v - 0.25f)), shifted);
                Assert.Equal(exponentials, RowReduction.Reduce<SumOfExpStep, S, V, I>(new SumOfExpStep(0.25f), x, x));
            }
        }
    }

    [Theory]
    [InlineData(1, false, false)]
    [InlineData(37, true, false)]
    [InlineData(37, false, true)]
    [InlineData(100, true, true)]
    public void Adam_EveryWidth_IsThePlainRule(int length, bool amsGrad, bool squared)
    {
        var samples = new Samples(4);
        float[] w = samples.Floats(length), g = samples.Floats(length, 1e-3), q = [.. samples.Floats(length, 1e-4).Select(MathF.Abs)];
        float[] m = samples.Floats(length, 1e-3), v = [.. samples.Floats(length, 1e-5).Select(MathF.Abs)], top = [.. samples.Floats(length, 1e-5).Select(MathF.Abs)];
        var scalars = new AdamScalars(0.002f, 0.1f, 0.001f, 1e-7f);
        foreach (SimdWidth width in SimdWidths.Available)
        {
            float[] w1 = [.. w], m1 = [.. m], v1 = [.. v], top1 = [.. top], w2 = [.. w], m2 = [.. m], v2 = [.. v], top2 = [.. top];
            for (int i = 0; i < length; i++)
            {
                m1[i] = Math32.FlushSubnormal(MathF.FusedMultiplyAdd(g[i] - m[i], scalars.Gain1, m[i]));
                float change = squared ? q[i] - v[i] : MathF.FusedMultiplyAdd(g[i], g[i], -v[i]);
                v1[i] = Math32.FlushSubnormal(MathF.FusedMultiplyAdd(change, scalars.Gain2, v[i]));
                top1[i] = amsGrad && v1[i] > top[i] ? v1[i] : top[i];
                w1[i] -= m1[i] * scalars.Rate / (MathF.Sqrt(amsGrad ? top1[i] : v1[i]) + scalars.Epsilon);
            }
            Run(width, scalars, w2, g, squared ? q : default(ReadOnlySpan<float>), m2, v2, amsGrad ? top2 : default(Span<float>));
            SimdWidths.AssertSameBits(w1, w2, width);
            SimdWidths.AssertSameBits(m1, m2, width);
            SimdWidths.AssertSameBits(v1, v2, width);
            SimdWidths.AssertSameBits(top1, top2, width);
        }
    }

    [Fact]
    public void Elementwise_EveryOperatorAndWidth_HasTheScalarBits()
    {
        Check<LinearOp, LinearGradient>();
        Check<ReluOp, ReluGradient>();
        Check<Relu6Op, Relu6Gradient>();
        Check<LeakyReluOp, LeakyReluGradient>(new(0.2f), new(0.2f));
        Check<EluOp, EluGradient>(new(1.5f, 1.1f), new(1.5f, 1.1f));
        Check<GeluOp, GeluGradient>();
        Check<SiluOp, SiluGradient>();
        Check<MishOp, MishGradient>();
        Check<SoftplusOp, SoftplusGradient>();
        Check<SoftsignOp, SoftsignGradient>();
        Check<TanhOp, TanhGradient>();
        Check<SigmoidOp, SigmoidGradient>();
        Check<HardSigmoidOp, HardSigmoidGradient>();
        Check<HardSiluOp, HardSiluGradient>();
        Check<ExpOp, ExpGradient>();
    }

    private static void Check<TOp, TGradient>(TOp op = default, TGradient gradient = default)
        where TOp : struct, IElementwise
        where TGradient : struct, IElementwiseGradient
    {
        var samples = new Samples(5);
        foreach (int length in new[] { 1, 15, 16, 37, 100 })
        {
            float[] x = samples.Floats(length, 8), dy = samples.Floats(length);
            float[] y = [.. x.Select(v => op.Invoke<SimdScalar, float, int>(v))];
            float[] dx = [.. Enumerable.Range(0, length).Select(i => gradient.Invoke<SimdScalar, float, int>(x[i], y[i], dy[i]))];
            foreach (SimdWidth width in SimdWidths.Available)
            {
                float[] result = new float[length];
                Elementwise.Apply(op, x, result, width);
                SimdWidths.AssertSameBits(y, result, width);
                Elementwise.Apply(gradient, x, y, dy, result, width);
                SimdWidths.AssertSameBits(dx, result, width);
            }
        }
    }

    private static void Run(
        SimdWidth width, AdamScalars scalars, Span<float> w, ReadOnlySpan<float> g, ReadOnlySpan<float> squares, Span<float> m, Span<float> v, Span<float> largest)
    {
        switch (width)
        {
            case SimdWidth.V512: AdamKernel<Simd512, Vector512<float>, Vector512<int>>.Run(scalars, w, g, squares, m, v, largest); break;
            case SimdWidth.V256: AdamKernel<Simd256, Vector256<float>, Vector256<int>>.Run(scalars, w, g, squares, m, v, largest); break;
            case SimdWidth.V128: AdamKernel<Simd128, Vector128<float>, Vector128<int>>.Run(scalars, w, g, squares, m, v, largest); break;
            default: AdamKernel<SimdScalar, float, int>.Run(scalars, w, g, squares, m, v, largest); break;
        }
    }

    private static float Tree(float[] x, Func<float, int, float> step, float start)
    {
        var lanes = new float[16];
        Array.Fill(lanes, start);
        for (int i = 0; i < x.Length; i++)
        {
            lanes[i % 16] = step(lanes[i % 16], i);
        }
        for (int apart = 8; apart > 0; apart /= 2)
        {
            for (int i = 0; i < apart; i++)
            {
                lanes[i] += lanes[i + apart];
            }
        }
        return lanes[0];
    }
}
