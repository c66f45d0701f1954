using Unroll.Kernels;

namespace Unroll.Tests.Kernels;

public class ElementaryTests
{
    private const double SmallestNormal = 1.17549435082228751e-38;
    private const uint Step = 1997;

    [Fact]
    public void Exp_AllMagnitudes_Within2UlpAndSameBits() => Check<ExpOp>(Math.Exp);

    [Fact]
    public void Expm1_AllMagnitudes_Within2UlpAndSameBits() => Check<Expm1Op>(MathReference.Expm1);

    [Fact]
    public void Tanh_AllMagnitudes_Within2UlpAndSameBits() => Check<TanhOp>(Math.Tanh);

    [Fact]
    public void Sigmoid_AllMagnitudes_Within2UlpAndSameBits() => Check<SigmoidOp>(MathReference.Sigmoid);

    [Fact]
    public void Log_AllMagnitudes_Within2UlpAndSameBits() => Check<LogOp>(Math.Log);

    [Fact]
    public void Log1p_AllMagnitudes_Within2UlpAndSameBits() => Check<Log1pOp>(MathReference.Log1p);

    [Fact]
    public void Softplus_AllMagnitudes_Within2UlpAndSameBits() => Check<SoftplusOp>(MathReference.Softplus);

    [Fact]
    public void Erf_AllMagnitudes_Within2UlpAndSameBits() => Check<ErfOp>(MathReference.Erf);

    [Fact]
    public void ExpOfShifted_UpToTheHighestExponent_HasTheBitsOfExp()
    {
        float[] edges = [0, 1, 88.72283f, -87.33653f, -87.336544f, -87.33655f, -87.33656f, -1e30f, float.NegativeInfinity, float.NaN];
        float[] x = [.. edges, .. Enumerable.Range(0, 1 << 16).Select(i => BitConverter.UInt32BitsToSingle(0x80000000 | ((uint)i << 15)))];
        float[] y = new float[x.Length], shifted = new float[x.Length];
        foreach (SimdWidth width in SimdWidths.Available)
        {
            Elementwise.Apply(default(ExpOp), x, y, width);
            Elementwise.Apply(new ShiftedExpOp(0), x, shifted, width);
            SimdWidths.AssertSameBits(y, shifted, width);
        }
    }

    [Fact]
    public void Functions_SpecialValues_Exact()
    {
        const float Inf = float.PositiveInfinity, NaN = float.NaN;
        AssertBits<ExpOp>((0, 1), (-0f, 1), (Inf, Inf), (-Inf, 0), (NaN, NaN), (88.73f, Inf), (-87.4f, 0), (-1e30f, 0), (1e30f, Inf));
        AssertBits<Expm1Op>((0, 0), (-0f, -0f), (Inf, Inf), (-Inf, -1), (NaN, NaN), (1e-30f, 1e-30f), (-50, -1), (88.73f, Inf));
        AssertBits<TanhOp>((0, 0), (-0f, -0f), (Inf, 1), (-Inf, -1), (NaN, NaN), (1e-30f, 1e-30f), (float.Epsilon, float.Epsilon), (20, 1), (-20, -1));
        AssertBits<SigmoidOp>((0, 0.5f), (-0f, 0.5f), (Inf, 1), (-Inf, 0), (NaN, NaN), (100, 1), (-100, 0), (-87.4f, 0));
        AssertBits<LogOp>((1, 0), (0, -Inf), (-0f, -Inf), (-1, NaN), (Inf, Inf), (-Inf, NaN), (NaN, NaN));
        AssertBits<Log1pOp>((0, 0), (-0f, -0f), (-1, -Inf), (-2, NaN), (Inf, Inf), (NaN, NaN), (1e-30f, 1e-30f));
        AssertBits<SoftplusOp>((-100, 0), (100, 100), (Inf, Inf), (-Inf, 0), (NaN, NaN));
        AssertBits<ErfOp>((0, 0), (-0f, -0f), (Inf, 1), (-Inf, -1), (NaN, NaN), (5, 1), (-5, -1));
    }

    [Fact]
    public void Tanh_NegativeArgument_IsOdd()
    {
        for (uint bits = 0; bits < 0x7f800000; bits += 99991)
        {
            float x = BitConverter.UInt32BitsToSingle(bits);
            Assert.Equal(-Elementary<SimdScalar, float, int>.Tanh(x), Elementary<SimdScalar, float, int>.Tanh(-x));
        }
    }

    [Theory]
    [InlineData(1e-39f, 0)]
    [InlineData(-1e-39f, 0)]
    [InlineData(1.17549435e-38f, 1.17549435e-38f)]
    [InlineData(-3, -3)]
    [InlineData(float.NaN, float.NaN)]
    [InlineData(float.NegativeInfinity, float.NegativeInfinity)]
    public void FlushSubnormal_Value_ZeroBelowNormals(float x, float expected) =>
        Assert.Equal(expected, Elementary<SimdScalar, float, int>.FlushSubnormal(x));

    // Every Step-th float: errors against double, and the same bits at every width that the machine has.
    private static void Check<TOp>(Func<double, double> reference)
        where TOp : struct, IElementwise
    {
        float[] x = new float[4096], y = new float[4096], other = new float[4096];
        uint bits = 0;
        for (bool more = true; more;)
        {
            for (int i = 0; i < x.Length; i++)
            {
                x[i] = BitConverter.UInt32BitsToSingle(bits);
                more &= bits <= uint.MaxValue - Step;
                bits += Step;
            }

            Elementwise.Apply(default(TOp), x, y, SimdWidth.Scalar);
            foreach (SimdWidth width in SimdWidths.Available)
            {
                Elementwise.Apply(default(TOp), x, other, width);
                SimdWidths.AssertSameBits(y, other, width);
            }

            for (int i = 0; i < x.Length; i++)
                AssertClose(x[i], y[i], reference(x[i]));
        }
    }

    private static void AssertClose(float x, float actual, double exact)
    {
        float rounded = (float)exact;
        bool ok = !float.IsFinite(rounded)
            ? rounded.Equals(actual)
            : Math.Abs(exact) < SmallestNormal
                // Flushed, or as small as it should be.
                ? actual == 0 || Math.Abs(actual - exact) <= 3e-45
                : Math.Abs(actual - exact) <= 2 * Math.ScaleB(1, Math.ILogB(exact) - 23);
        if (!ok)
            Assert.Fail($"f({x:R}) is {actual:R}, expected {exact:R}.");
    }

    private static void AssertBits<TOp>(params (float X, float Y)[] cases)
        where TOp : struct, IElementwise
    {
        float[] x = [.. cases.Select(c => c.X)];
        float[] expected = [.. cases.Select(c => c.Y)];
        float[] y = new float[x.Length];
        foreach (SimdWidth width in SimdWidths.Available)
        {
            Elementwise.Apply(default(TOp), x, y, width);
            SimdWidths.AssertSameBits(expected, y, width);
        }
    }
}
