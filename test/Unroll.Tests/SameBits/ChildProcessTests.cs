using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Unroll.Tests.SameBits;

/// <summary>The committed digests, in processes that must do without some of the machine's instructions.</summary>
public class ChildProcessTests
{
    [Theory]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public void Training_WithoutSomeInstructions_HasTheCommittedBits(string switchedOff)
    {
        Assert.SkipUnless(RuntimeInformation.ProcessArchitecture == Architecture.X64, "The switches are those of x64.");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Unroll.Tests.dll"), "-class", typeof(DigestTests).FullName!, "-noColor"]);
        start.Environment[switchedOff] = "0";
        start.Environment.Remove("UNROLL_RENEW_DIGESTS");
        var outcome = Outcome.Of(start);
        Assert.True(outcome.ExitCode == 0 && outcome.Output.Contains("Total: 1, Errors: 0, Failed: 0", StringComparison.Ordinal), outcome.Output);
    }
}
