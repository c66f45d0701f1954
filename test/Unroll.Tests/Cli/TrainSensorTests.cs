using System.Globalization;
using System.Text.Json;

namespace Unroll.Tests.Cli;

public class TrainSensorTests
{
    [Fact]
    public void Train_FileOfAWave_ComparesSavesAndForecasts()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["wave.csv"], Wave(96));
        var outcome = UnrollProcess.Run(
            "train", "sensor", "--source", folder["wave.csv"], "--columns", "level,other", "--window", "12", "--steps-ahead", "3", "--season", "12",
            "--relative", "--units", "8", "--epochs", "6", "--batch-size", "8", "--out", folder["out"], "--json");
        Assert.Equal("", outcome.Error);
        Assert.Equal(0, outcome.ExitCode);
        foreach (string row in new[] { "naive: as the last step", "seasonal naive: as a season before", "feed-forward", "RNN", "LSTM", "GRU" })
            Assert.Contains(outcome.Lines, line => line.StartsWith(row, StringComparison.Ordinal));
        using var json = JsonDocument.Parse(outcome.Lines[^1]);
        Assert.Equal(6, json.RootElement.GetProperty("scores").GetArrayLength());
        Assert.All(json.RootElement.GetProperty("files").EnumerateArray(), file => Assert.True(File.Exists(file.GetString())));

        var forecast = UnrollProcess.Run("predict", Path.Combine(folder["out"], "model.safetensors"), "--file", folder["wave.csv"]);
        Assert.Equal(0, forecast.ExitCode);
        Assert.Equal(["2008-01-01", "2008-02-01", "2008-03-01"], forecast.Lines.Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public void Train_Label_NamesTheNextStep()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["wave.csv"], Wave(96));
        var outcome = UnrollProcess.RunIn("ko_KR.UTF-8",
            "train", "sensor", "--source", folder["wave.csv"], "--columns", "level,other", "--label", "kind", "--window", "6", "--cell", "gru",
            "--units", "8", "--epochs", "3", "--out", folder["out"]);
        Assert.Equal("", outcome.Error);
        Assert.Contains(outcome.Lines, line => line.StartsWith("항상 ", StringComparison.Ordinal));
        Assert.Contains("검증 구간에서 가장 좋은 순환 신경망: GRU", outcome.Lines);
        Assert.True(File.Exists(Path.Combine(folder["out"], "confusion.png")));
        var named = UnrollProcess.Run("predict", Path.Combine(folder["out"], "model.safetensors"), folder["wave.csv"], "--json");
        Assert.StartsWith("""{"time":"2008-01-01","labels":[{"label":""", named.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--source nowhere.csv", "--source got 'nowhere.csv', which is no file, but expects weather, co2, stocks or a CSV file. Check the path.")]
    [InlineData("--source WAVE --columns level --steps-ahead 0", "--steps-ahead got 0, which only --label can do, but a forecast is of 1 step or more. Give it 1 or more.")]
    [InlineData("--source WAVE", "WAVE: line 2, column 'kind': 'up' is no finite number. Put one in, or name the columns of numbers.")]
    [InlineData("--source WAVE --columns level --window 40", "No window fits: 40 steps and 1 that follow them, these from step 0 to 31 of 48.")]
    [InlineData("--source WAVE --columns level --test 48", "8 steps for validation and 48 for the test leave none of 48 for training. Hold back fewer.")]
    public void Train_BadInput_SaysWhatIsWrong(string options, string expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["wave.csv"], Wave(48));
        string[] arguments = [.. options.Replace("WAVE", folder["wave.csv"], StringComparison.Ordinal).Split(' ')];
        var outcome = UnrollProcess.Run(["train", "sensor", .. arguments, "--out", folder["out"]]);
        Assert.NotEqual(0, outcome.ExitCode);
        Assert.StartsWith($"unroll: {expected.Replace("WAVE", folder["wave.csv"], StringComparison.Ordinal)}", outcome.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder["out"], "model.safetensors")));
    }

    private static string Wave(int count)
    {
        var lines = Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture,
            $"{new DateTime(2000, 1, 1).AddMonths(i):yyyy-MM-dd},{(5 * Math.Sin(Math.PI * i / 6)) + (0.05 * i):F3},{Math.Cos(Math.PI * i / 6):F3},{(i % 12 < 6 ? "up" : "down")}"));
        return "date,level,other,kind\n" + string.Join('\n', lines) + "\n";
    }
}
