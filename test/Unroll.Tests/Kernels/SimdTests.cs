using System.Runtime.Intrinsics;
using Unroll.Kernels;

namespace Unroll.Tests.Kernels;

public class SimdTests
{
    [Fact]
    public void SoftwareFma_RandomBits_RoundsOnce()
    {
        Random random = new(1);
        for (int i = 0; i < 1_000_000; i++)
        {
            float a = Bits(random.Next()), b = Bits(random.Next()), c = Bits(random.Next());
            if ((i & 1) == 1)
            {
                // Near cancellation and near ties: c about -a * b, or many binades away from it.
                c = (float)(-(double)a * b * Math.ScaleB(1, random.Next(-60, 60) * random.Next(2)));
            }

            AssertFma(a, b, random.Next(2) == 0 ? c : -c);
        }
    }

    [Theory]
    [InlineData(1.0000001192092896, 1.0000001192092896, 8.673617379884035e-19)]
    [InlineData(1.0000001192092896, 0.9999999403953552, -8.271806125530277e-25)]
    [InlineData(2.6469779601696886e-23, 2.6469779601696886e-23, 1)]
    [InlineData(-2.6469779601696886e-23, 2.6469779601696886e-23, 1.0000000596046448)]
    [InlineData(3.970466940254533e-23, 2.6469779601696886e-23, 1.401298464324817e-45)]
    [InlineData(3.4e38, 2, -3.4e38)]
    [InlineData(0, -1, 0)]
    [InlineData(double.PositiveInfinity, 1, double.NegativeInfinity)]
    [InlineData(double.PositiveInfinity, 0, 1)]
    [InlineData(1, 1, double.NaN)]
    [InlineData(1, 1, double.NegativeInfinity)]
    public void SoftwareFma_HardCase_RoundsOnce(double a, double b, double c) => AssertFma((float)a, (float)b, (float)c);

    // Also says, by its skips, which widths the tests "at every width" had to leave out here.
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    public void MinMax_NaNAndZeros_ReturnSecond(int lanes)
    {
        Assert.SkipUnless(Simd.IsSupported((SimdWidth)lanes), $"This machine has no vectors of {lanes} floats.");
        switch (lanes)
        {
            case 16: CheckMinMax<Simd512, Vector512<float>, Vector512<int>>(); break;
            case 8: CheckMinMax<Simd256, Vector256<float>, Vector256<int>>(); break;
            case 4: CheckMinMax<Simd128, Vector128<float>, Vector128<int>>(); break;
            default: CheckMinMax<SimdScalar, float, int>(); break;
        }
    }

    private static unsafe void CheckMinMax<S, V, I>()
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        float* result = stackalloc float[16];
        foreach ((float a, float b) in new[] { (float.NaN, 1f), (1f, float.NaN), (0f, -0f), (-0f, 0f) })
        {
            S.Store(result, S.Min(S.Set(a), S.Set(b)));
            Assert.Equal(BitConverter.SingleToInt32Bits(b), BitConverter.SingleToInt32Bits(result[0]));
            S.Store(result, S.Max(S.Set(a), S.Set(b)));
            Assert.Equal(BitConverter.SingleToInt32Bits(b), BitConverter.SingleToInt32Bits(result[0]));
        }
    }

    private static float Bits(int bits) => BitConverter.Int32BitsToSingle(bits);

    private static void AssertFma(float a, float b, float c)
    {
        float expected = MathF.FusedMultiplyAdd(a, b, c), actual = SoftwareFma.Compute(a, b, c);
        if (BitConverter.SingleToInt32Bits(expected) != BitConverter.SingleToInt32Bits(actual) && !(float.IsNaN(expected) && float.IsNaN(actual)))
            Assert.Fail($"fma({a:R}, {b:R}, {c:R}) is {actual:R}, expected {expected:R}.");
    }
}
