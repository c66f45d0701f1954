using System.Globalization;

namespace Unroll.Tests.Aot;

/// <summary>A binary that was compiled ahead of time. <c>UNROLL_AOT_STORIES=8982</c> trains on all stories.</summary>
public sealed class AotTests(AotBuild build) : IClassFixture<AotBuild>
{
    private static readonly string s_stories = Environment.GetEnvironmentVariable("UNROLL_AOT_STORIES") ?? "500";

    [Fact]
    public void Train_TwoEpochsAheadOfTime_GivesTheBitsOfTheJit()
    {
        var aot = Outcome.Of(build.Publish("best"), s_stories);
        Assert.Equal("", aot.Error);
        Assert.Equal(LectureDigest.Compute(int.Parse(s_stories, CultureInfo.InvariantCulture)), aot.Output.Trim());
    }

    [Fact]
    public void Train_AheadOfTimeWithoutFma_WarnsOnceAndGivesTheSameBits()
    {
        var aot = Outcome.Of(build.Publish("plain", "-p:IlcInstructionSet=x86-64-v2"), "10");
        Assert.StartsWith("Unroll: this build or this processor has no fused multiply-add, so it computes slowly; the results are the same.", aot.Error, StringComparison.Ordinal);
        Assert.Equal(aot.Error.IndexOf("Unroll:", StringComparison.Ordinal), aot.Error.LastIndexOf("Unroll:", StringComparison.Ordinal));
        Assert.Equal(LectureDigest.Compute(10), aot.Output.Trim());
    }
}
