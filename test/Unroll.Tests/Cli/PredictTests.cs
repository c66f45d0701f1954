using System.Text;
using System.Text.Json;

namespace Unroll.Tests.Cli;

[Collection(TrainedModelTests.Name)]
public class PredictTests(TrainedModel trained)
{
    private const string Oil = "Crude oil prices rose after OPEC ministers agreed to cut output, an oil ministry official said.";
    private const string Profit = "Shr 35 cts vs 21 cts. Net profit 2,500,000 vs 1,400,000. Revs 30.1 mln vs 25.2 mln.";

    [Fact]
    public void Predict_HeadlinesTypedByHand_FindsTheirTopics()
    {
        (string Text, string[] Topics)[] headlines =
        [
            (Oil, ["crude"]),
            (Profit, ["earn"]),
            ("Company said net profit rose in the fourth quarter. Shr 1.20 dlrs vs 80 cts, net 12 mln vs 8 mln, revs 200 mln vs 150 mln.", ["earn"]),
            ("The company said it agreed to acquire all shares of the bank for 25 dlrs a share in cash under a merger agreement.", ["acq"]),
            ("Wheat exports: the U.S. Agriculture Department said 50,000 tonnes of wheat and maize were sold to the Soviet Union.", ["grain", "wheat"]),
        ];
        var outcome = UnrollProcess.RunWithInput(Encoding.UTF8.GetBytes(string.Join('\n', headlines.Select(headline => headline.Text))), "predict", trained.Path, "--top", "1", "--json");
        Assert.Equal("", outcome.Error);
        Assert.Equal(headlines.Length, outcome.Lines.Length);
        Assert.All(headlines.Zip(outcome.Lines), pair => Assert.Contains(Topics(pair.Second)[0].Name, pair.First.Topics));
    }

    [Fact]
    public void Predict_Text_PrintsTheBestTopicsWithTheirProbabilities()
    {
        var outcome = UnrollProcess.Run("predict", trained.Path, "--text", Oil, "--top", "2");
        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal(3, outcome.Lines.Length);
        Assert.StartsWith("Crude oil prices rose", outcome.Lines[0], StringComparison.Ordinal);
        Assert.Matches(@"^  crude +0\.\d{4}$", outcome.Lines[1]);
        Assert.Matches(@"^  [a-z-]+ +0\.\d{4}$", outcome.Lines[2]);
    }

    [Fact]
    public void Predict_FileAndStandardInput_ReadOneStoryALineAlike()
    {
        using var folder = new TemporaryFolder();
        byte[] lines = Encoding.UTF8.GetBytes($"\uFEFF{Oil}\r\n\n{Profit}");
        File.WriteAllBytes(folder["stories.txt"], lines);
        var file = UnrollProcess.Run("predict", trained.Path, "--file", folder["stories.txt"], "--json");
        var input = UnrollProcess.RunWithInput(lines, "predict", trained.Path, "--json");
        Assert.Equal(0, file.ExitCode);
        Assert.Equal(file, input);
        Assert.Equal(2, file.Lines.Length);
        Assert.Equal("crude", Topics(file.Lines[0])[0].Name);
        Assert.Equal("earn", Topics(file.Lines[1])[0].Name);
        using var second = JsonDocument.Parse(file.Lines[1]);
        Assert.Equal(3, second.RootElement.GetProperty("line").GetInt32());
    }

    [Fact]
    public void Predict_AsIs_LeavesTheClosingWordsToTheUser()
    {
        string Line(string text, params string[] more) => UnrollProcess.Run(["predict", trained.Path, "--json", "--text", text, .. more]).Lines[0];
        Assert.Equal(Line(Oil), Line(Oil + " reuter 3", "--as-is"));
        Assert.NotEqual(Line(Oil), Line(Oil, "--as-is"));
    }

    [Fact]
    public void Predict_MoreTopicsThanThereAre_PrintsThemAll()
    {
        var topics = Topics(UnrollProcess.Run("predict", trained.Path, "--text", Oil, "--top", "1000", "--json").Lines[0]);
        Assert.Equal(46, topics.Length);
        Assert.Equal(1, topics.Sum(topic => topic.Probability), 4);
        Assert.Equal(topics.OrderByDescending(topic => topic.Probability), topics);
    }

    [Fact]
    public void Predict_NotUtf8_SaysWhere()
    {
        byte[] input = [.. "Oil rose.\nGrain fell"u8, 0xE9, .. ".\n"u8];
        var outcome = UnrollProcess.RunWithInput(input, "predict", trained.Path);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal("unroll: Standard input is not UTF-8: line 2 has a wrong byte at offset 20. Convert it to UTF-8 first, for example with iconv.", outcome.ErrorLine);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n  \r\n\t\n")]
    public void Predict_EmptyInput_SaysSo(string input)
    {
        var outcome = UnrollProcess.RunWithInput(Encoding.UTF8.GetBytes(input), "predict", trained.Path);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal("unroll: Standard input is empty, but a story a line is expected. Give at least one line of text.", outcome.ErrorLine);
    }

    [Fact]
    public void Predict_TextWithoutWords_SaysSo()
    {
        Assert.StartsWith("unroll: --text is empty", UnrollProcess.Run("predict", trained.Path, "--text", " ").ErrorLine, StringComparison.Ordinal);
        var outcome = UnrollProcess.RunWithInput("Oil rose.\n\n?!\n"u8.ToArray(), "predict", trained.Path);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal("unroll: The story on line 3 has no words, but words are expected. Give a text with some.", outcome.ErrorLine);
    }

    [Fact]
    public void Predict_TextAndFile_IsAUsageError()
    {
        var outcome = UnrollProcess.Run("predict", trained.Path, "--text", Oil, "--file", "stories.txt");
        Assert.Equal(2, outcome.ExitCode);
        Assert.StartsWith("unroll: Got both --text and --file", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("predict")]
    [InlineData("evaluate")]
    [InlineData("summary")]
    public void Command_NoSuchModel_SaysSo(string command)
    {
        var outcome = UnrollProcess.Run(command, "nowhere.safetensors");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal("unroll: There is no file 'nowhere.safetensors'. Check the path.", outcome.ErrorLine);
    }

    [Theory]
    [InlineData("predict")]
    [InlineData("evaluate")]
    [InlineData("summary")]
    public void Command_TruncatedModel_SaysWhichFileInOneLine(string command)
    {
        using var folder = new TemporaryFolder();
        string broken = folder["broken.safetensors"];
        File.WriteAllBytes(broken, File.ReadAllBytes(trained.Path)[..5000]);
        var outcome = UnrollProcess.Run(command, broken);
        Assert.Equal(1, outcome.ExitCode);
        Assert.StartsWith($"unroll: {broken}: ", outcome.ErrorLine, StringComparison.Ordinal);
    }

    private static (string Name, double Probability)[] Topics(string line)
    {
        using var json = JsonDocument.Parse(line);
        return [.. json.RootElement.GetProperty("topics").EnumerateArray()
            .Select(topic => (topic.GetProperty("topic").GetString()!, topic.GetProperty("probability").GetDouble()))];
    }
}
