using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Bench;

/// <summary>Where and when something was measured.</summary>
internal sealed record Machine(string Processor, int Cores, string Instructions, double MemoryGigabytes, string System, string Runtime, string Date, string Commit)
{
    public static Machine Describe() => new(
        After("/proc/cpuinfo", "model name", ':'),
        Environment.ProcessorCount,
        Avx512F.IsSupported ? "AVX-512" : Fma.IsSupported ? "AVX2 with FMA" : "128-bit vectors",
        Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9, 1),
        After("/etc/os-release", "PRETTY_NAME", '=').Trim('"'),
        RuntimeInformation.FrameworkDescription,
        DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm 'UTC'"),
        GitCommit());

    public override string ToString() =>
        $"{Processor}, {Cores} cores, {Instructions}, {MemoryGigabytes} GB; {System}, {Runtime}; {Date}, commit {Commit}";

    private static string After(string file, string key, char separator) =>
        File.ReadLines(file).FirstOrDefault(l => l.StartsWith(key, StringComparison.Ordinal))?.Split(separator, 2)[1].Trim() ?? "unknown";

    private static string GitCommit()
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["describe", "--always", "--dirty", "--exclude=*"]) { RedirectStandardOutput = true })!;
        return git.StandardOutput.ReadToEnd().Trim();
    }
}
