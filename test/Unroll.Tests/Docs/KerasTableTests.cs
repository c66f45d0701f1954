namespace Unroll.Tests.Docs;

/// <summary>
/// docs/keras.md says what the code has. After a change write it anew:
/// <c>UNROLL_RENEW_KERAS=1 dotnet test/Unroll.Tests/bin/Release/net10.0/Unroll.Tests.dll -class '*KerasTableTests'</c>
/// </summary>
public class KerasTableTests
{
    [Fact]
    public void Page_IsMadeFromTheCode()
    {
        string path = Path.Combine(Repository.Root, "docs", "keras.md"), table = KerasTable.Make();
        if (Environment.GetEnvironmentVariable("UNROLL_RENEW_KERAS") is { Length: > 0 })
        {
            File.WriteAllText(path, table);
        }
        Assert.Equal(table, File.ReadAllText(path).ReplaceLineEndings("\n"));
    }
}
