using Unroll.Kernels;
using Unroll.Tests.Kernels;

namespace Unroll.Tests.SameBits;

/// <summary>The bits of a training depend neither on how many threads share the work nor on how wide the vectors are.</summary>
[Collection(nameof(Alone))]
public class SameBitsTests
{
    public static TheoryData<string> Shared => [.. SmallTraining.Parallel.Select(t => t.Name)];

    public static TheoryData<string> Small => [.. SmallTraining.All.Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Shared))]
    public void Training_OneTwoAndFiveThreads_SameBits(string name)
    {
        SmallTraining training = SmallTraining.Parallel.Single(t => t.Name == name);
        string[] digests = [.. new[] { 1, 2, 5 }.Select(count =>
        {
            using var threads = new Threads(count);
            return training.Digest();
        })];
        Assert.Equal([digests[0], digests[0], digests[0]], digests);
    }

    [Theory]
    [MemberData(nameof(Small))]
    public void Training_EveryWidth_SameBits(string name)
    {
        SmallTraining training = SmallTraining.All.Single(t => t.Name == name);
        string expected = training.Digest(KernelSet.For(SimdWidth.Scalar));
        Assert.All(SimdWidths.Available, width => Assert.Equal(expected, training.Digest(KernelSet.For(width))));
    }
}
