using System.Diagnostics;
using Unroll.Aot;

namespace Unroll.Tests.Aot;

/// <summary>A binary that was compiled ahead of time. <c>UNROLL_AOT_STORIES=8982</c> trains on all stories.</summary>
public sealed class AotTests : IDisposable
{
    private static readonly string s_stories = Environment.GetEnvironmentVariable("UNROLL_AOT_STORIES") ?? "500";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Train_TwoEpochsAheadOfTime_GivesTheBitsOfTheJit()
    {
        Publish();
        var aot = Run(Binary, s_stories);
        Assert.Equal("", aot.Error);
        Assert.Equal(LectureDigest.Compute(int.Parse(s_stories, System.Globalization.CultureInfo.InvariantCulture)), aot.Output.Trim());
    }

    [Fact]
    public void Train_AheadOfTimeWithoutFma_WarnsOnceAndGivesTheSameBits()
    {
        Publish("-p:IlcInstructionSet=x86-64-v2");
        var aot = Run(Binary, "10");
        Assert.StartsWith("Unroll: this build or this processor has no fused multiply-add, so it computes slowly; the results are the same.", aot.Error, StringComparison.Ordinal);
        Assert.Equal(aot.Error.IndexOf("Unroll:", StringComparison.Ordinal), aot.Error.LastIndexOf("Unroll:", StringComparison.Ordinal));
        Assert.Equal(LectureDigest.Compute(10), aot.Output.Trim());
    }

    private string Binary => Path.Combine(_folder["published"], "Unroll.Aot");

    private void Publish(params string[] more)
    {
        var built = Run("dotnet", ["publish", Path.Combine(Repository.Root, "test", "Unroll.Aot"), "-c", "Release", "--use-current-runtime", "-o", _folder["published"], "--artifacts-path", _folder["build"], .. more]);
        Assert.True(File.Exists(Binary), built.Output + built.Error);
    }

    private static (string Output, string Error) Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (output, error.Result);
    }
}
