using System.Diagnostics;
using Unroll.Resume;

namespace Unroll.Tests.Training;

/// <summary>A training whose process is killed, and started again, ends with the bits of one that nobody killed.</summary>
public class ResumeTests(ITestOutputHelper output)
{
    private const int Kills = 50;
    private const int LongestLife = 120;

    [Fact]
    public void Fit_KilledFiftyTimes_EndsWithTheBitsOfAnUndisturbedRun()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGKILL.");
        var random = new Random(7);
        int kills = 0, inTheWrite = 0, ends = 0;
        foreach (string kind in new[] { "arrays", "stream", "buckets" })
        {
            using var undisturbed = new TemporaryFolder();
            string expected = ResumedTraining.Run(kind, undisturbed[""]);
            int most = kills + (Kills / 3) + 1;
            while (kills < most)
            {
                using var folder = new TemporaryFolder();
                string? outcome = null;
                while (outcome is null)
                {
                    outcome = RunAndKill(kind, folder[""], kills < most ? random.Next(LongestLife) : null);
                    kills += outcome is null ? 1 : 0;
                    inTheWrite += outcome is null && folder.Names.Any(n => n.EndsWith(".tmp", StringComparison.Ordinal)) ? 1 : 0;
                }
                Assert.Equal(expected, outcome);
                Assert.Equal(["best.safetensors", "log.csv", "training.safetensors"], folder.Names);
                ends++;
            }
        }
        output.WriteLine($"{kills} kills, {inTheWrite} of them in the write; {ends} trainings ended");
        Assert.True(kills >= Kills);
    }

    /// <returns>What came out; null if the process was killed before.</returns>
    private static string? RunAndKill(string kind, string folder, int? life)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(ResumedTraining).Assembly.Location, kind, folder]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string? line = process.StandardOutput.ReadLine();
        Assert.Equal("begins", line);
        if (life is { } milliseconds && !process.WaitForExit(milliseconds))
        {
            process.Kill();
        }
        string rest = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode is 0 or 137, $"exit code {process.ExitCode}");
        return process.ExitCode == 0 ? rest.TrimEnd() : null;
    }
}
