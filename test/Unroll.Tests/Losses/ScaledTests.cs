namespace Unroll.Tests.Losses;

public class ScaledTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(-0.6931471805599453)]
    [InlineData(-1e-20)]
    [InlineData(3.5)]
    [InlineData(-745)]
    [InlineData(-123456.7)]
    public void Log_OfExp_IsTheSame(double x) => Assert.Equal(x, Scaled.Exp(x).Log, 1e-15 * Math.Max(1, Math.Abs(x)));

    [Theory]
    [InlineData(-1, -2)]
    [InlineData(-5000, -5001)]
    [InlineData(-5000, -4990)]
    [InlineData(-3, -30)]
    [InlineData(-30, -300)]
    public void Operators_AgreeWithLogarithms(double x, double y)
    {
        Scaled a = Scaled.Exp(x), b = Scaled.Exp(y);
        Assert.Equal(Math.Max(x, y) + Math.Log(1 + Math.Exp(-Math.Abs(x - y))), (a + b).Log, 1e-15 * Math.Abs(x));
        Assert.Equal((a + b).Log, (b + a).Log);
        Assert.Equal(x + y, (a * b).Log, 1e-15 * Math.Abs(x + y));
        Assert.Equal(Math.Exp(x - y), Scaled.Ratio(a, b), 1e-11 * Math.Exp(x - y));
    }

    [Fact]
    public void Operators_Zero_StaysZero()
    {
        Scaled tiny = Scaled.Exp(-1e14), nothing = Scaled.Exp(double.NegativeInfinity);
        Assert.Equal(double.NegativeInfinity, nothing.Log);
        Assert.Equal(double.NegativeInfinity, (nothing * Scaled.Exp(-1e14)).Log);
        Assert.Equal(double.NegativeInfinity, (nothing + Scaled.Zero).Log);
        Assert.Equal(tiny.Log, (tiny + nothing).Log);
        Assert.Equal(0, Scaled.Ratio(tiny, Scaled.One));
        Assert.Equal(0, Scaled.Ratio(nothing, tiny));
    }
}
