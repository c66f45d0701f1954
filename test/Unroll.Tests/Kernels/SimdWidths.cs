using Unroll.Kernels;

namespace Unroll.Tests.Kernels;

/// <summary>The widths that this machine can run, and the comparison of their results.</summary>
internal static class SimdWidths
{
    public static IEnumerable<SimdWidth> Available => Enum.GetValues<SimdWidth>().Where(Simd.IsSupported);

    // All NaNs count as one: their payload and sign follow the operands' order, which the JIT may swap.
    public static void AssertSameBits(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, SimdWidth width)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            if (BitConverter.SingleToInt32Bits(expected[i]) != BitConverter.SingleToInt32Bits(actual[i]) && !(float.IsNaN(expected[i]) && float.IsNaN(actual[i])))
                Assert.Fail($"Element {i} at {width} is {actual[i]:R}, expected {expected[i]:R}.");
        }
    }
}
