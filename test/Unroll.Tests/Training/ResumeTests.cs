using System.Diagnostics;
using Unroll.Resume;

namespace Unroll.Tests.Training;

/// <summary>A training whose process is killed, and started again, ends with the bits of one that nobody killed.</summary>
public class ResumeTests(ITestOutputHelper output)
{
    private const int Kills = 17;
    private const int LongestLife = 100;

    private static readonly string[] _kinds = ["arrays", "stream", "buckets"];

    [Fact]
    public void Fit_KilledFiftyTimes_EndsWithTheBitsOfAnUndisturbedRun()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGKILL.");
        Parallel.ForEach(_kinds, KillAndResume);
    }

    private void KillAndResume(string kind)
    {
        using var undisturbed = new TemporaryFolder();
        string? expected = RunAndKill(kind, undisturbed[""], life: null);
        var random = new Random(7);
        int kills = 0, inTheWrite = 0, ends = 0;
        while (kills < Kills)
        {
            using var folder = new TemporaryFolder();
            string? outcome = null;
            while (outcome is null)
            {
                outcome = RunAndKill(kind, folder[""], kills < Kills ? random.Next(LongestLife) : null);
                kills += outcome is null ? 1 : 0;
                inTheWrite += outcome is null && folder.Names.Any(n => n.EndsWith(".tmp", StringComparison.Ordinal)) ? 1 : 0;
            }
            Assert.Equal(expected, outcome);
            Assert.DoesNotContain(folder.Names, n => n.StartsWith(".training", StringComparison.Ordinal));
            ends++;
        }
        output.WriteLine($"{kind}: {kills} kills, {inTheWrite} of them in the write; {ends} trainings ended");
    }

    /// <returns>What came out; null if the process was killed before.</returns>
    private static string? RunAndKill(string kind, string folder, int? life)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(ResumedTraining).Assembly.Location, kind, folder]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string? line = process.StandardOutput.ReadLine();
        if (line == "begins")
        {
            if (life is { } milliseconds && !process.WaitForExit(milliseconds))
            {
                process.Kill();
            }
            line = process.StandardOutput.ReadLine();
        }
        process.WaitForExit();
        Assert.True(process.ExitCode is 0 or 137, $"exit code {process.ExitCode}");
        return process.ExitCode == 0 ? line : null;
    }
}
