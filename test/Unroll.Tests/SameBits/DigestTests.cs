namespace Unroll.Tests.SameBits;

/// <summary>
/// Trained weights, optimizer state and predictions have the bits that stand in digests.txt: on every machine, and in processes whose vectors are taken
/// away (<see cref="ChildProcessTests"/> runs this class in them). When the numbers are meant to change, write the file anew:
/// <c>UNROLL_RENEW_DIGESTS=$PWD/test/Unroll.Tests/SameBits/digests.txt dotnet test/Unroll.Tests/bin/Release/net10.0/Unroll.Tests.dll -class '*DigestTests'</c>
/// </summary>
public class DigestTests
{
    private const string Renew = "UNROLL_RENEW_DIGESTS";

    [Fact]
    public void Training_SmallModels_HasTheCommittedBits()
    {
        string[] lines = [.. SmallTraining.All.Select(training => $"{training.Digest()} {training.Name}")];
        if (Environment.GetEnvironmentVariable(Renew) is { Length: > 0 } path)
        {
            File.WriteAllLines(path, lines);
            return;
        }
        Assert.Equal(File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "SameBits", "digests.txt")), lines);
    }
}
