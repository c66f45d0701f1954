using Unroll.Kernels;

namespace Unroll.Tests.Kernels;

public class DoubleMathTests
{
    [Fact]
    public void Log_AllMagnitudes_IsWithinOneUlp()
    {
        Random random = new(1);
        for (int i = 0; i < 100_000; i++)
        {
            double x = i % 2 == 0 ? random.NextDouble() * 4 : Math.Pow(10, random.NextDouble() * 600 - 300);
            double expected = Math.Log(x);
            Assert.InRange(DoubleMath.Log(x), expected - 2 * Ulp(expected), expected + 2 * Ulp(expected));
        }
    }

    [Fact]
    public void Log_EdgesOfTheDomain_FollowIeee()
    {
        Assert.Equal(double.NegativeInfinity, DoubleMath.Log(0));
        Assert.Equal(double.PositiveInfinity, DoubleMath.Log(double.PositiveInfinity));
        Assert.True(double.IsNaN(DoubleMath.Log(-1)));
        Assert.True(double.IsNaN(DoubleMath.Log(double.NaN)));
        Assert.Equal(0, DoubleMath.Log(1));
        Assert.Equal(Math.Log(5e-324), DoubleMath.Log(5e-324), 1e-12);
    }

    // From Python's statistics.NormalDist().inv_cdf.
    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.975, 1.9599639845400536)]
    [InlineData(0.3, -0.5244005127080409)]
    [InlineData(0.01, -2.3263478740408408)]
    [InlineData(1e-10, -6.361340902404056)]
    [InlineData(1e-16, -8.222082216130436)]
    public void InverseNormal_KnownProbabilities_GiveTheirQuantiles(double p, double x) => Assert.Equal(x, DoubleMath.InverseNormal(p), 1e-13);

    [Fact]
    public void Power_WholeExponents_AgreeWithRepeatedMultiplication()
    {
        Assert.Equal(1, DoubleMath.Power(0.9, 0));
        Assert.Equal(0.9, DoubleMath.Power(0.9, 1));
        Assert.Equal(Math.Pow(0.999, 12345), DoubleMath.Power(0.999, 12345), 1e-15);
    }

    private static double Ulp(double x) => Math.BitIncrement(Math.Abs(x)) - Math.Abs(x);
}
