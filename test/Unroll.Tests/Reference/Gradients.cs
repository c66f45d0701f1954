namespace Unroll.Tests.Reference;

/// <summary>How gradients are held against each other.</summary>
internal static class Gradients
{
    /// <summary>The largest error of any element, as a part of the largest expected magnitude.</summary>
    public static double Error(ReadOnlySpan<double> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        (double scale, double error) = (0, 0);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(float.IsFinite(actual[i]), $"Element {i} is {actual[i]}.");
            scale = Math.Max(scale, Math.Abs(expected[i]));
            error = Math.Max(error, Math.Abs(expected[i] - actual[i]));
        }
        return scale == 0 ? error : error / scale;
    }

    public static void Check(string what, ReadOnlySpan<double> expected, ReadOnlySpan<float> actual, double tolerance)
    {
        double error = Error(expected, actual);
        Assert.True(error <= tolerance, $"{what} is off by {error:E2} of its largest magnitude, allowed {tolerance:E0}.");
    }
}
