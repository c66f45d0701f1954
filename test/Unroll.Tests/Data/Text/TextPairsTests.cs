using Unroll.Tests.Saving;

namespace Unroll.Tests.Data.Text;

public class TextPairsTests
{
    [Fact]
    public void Read_TatoebasLayout_GivesPairsWithoutAttribution()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["pairs.tsv"], [0xEF, 0xBB, 0xBF, .. "Hi.\t안녕.\tCC-BY 2.0 (France) #538123\r\n\nRun!\t 뛰어! "u8]);
        Assert.Equal([new TextPair("Hi.", "안녕."), new TextPair("Run!", "뛰어!")], TextPairs.Read(folder["pairs.tsv"]));
    }

    [Fact]
    public void Write_Pairs_AreReadBack()
    {
        using var folder = new TemporaryFolder();
        TextPair[] pairs = [new("What is the stock price today?", "오늘 주가가 몇이야?"), new("a", "b")];
        TextPairs.Write(folder["pairs.tsv"], pairs);
        Assert.Equal(pairs, TextPairs.Read(folder["pairs.tsv"]));
        Assert.StartsWith("The pair 'a\tb', 'c' can't stand on a line", Assert.Throws<ArgumentException>(() => TextPairs.Write(folder["x.tsv"], [new("a\tb", "c")])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\tb\nc", "line 2: there is no tab, but a source, a tab and a target are expected. Put a tab between the two.")]
    [InlineData("a\tb\n\t c", "line 2: the source before the tab is empty. Give a text, or leave the line out.")]
    [InlineData("a\t \tx", "line 1: the target after the tab is empty. Give a text, or leave the line out.")]
    [InlineData("a\tb\nc\td\nab\xFF\td", "line 3: byte 3 is not UTF-8. Convert the file to it, for example with iconv.")]
    public void Read_BadLine_SaysWhich(string text, string expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["pairs.tsv"], System.Text.Encoding.Latin1.GetBytes(text));
        Assert.Equal($"{folder["pairs.tsv"]}, {expected}", Assert.Throws<InvalidDataException>(() => TextPairs.Read(folder["pairs.tsv"])).Message);
    }

    [Fact]
    public void Read_NoPairs_SaysSo()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["pairs.tsv"], "\n");
        Assert.Equal($"{folder["pairs.tsv"]}: there are no pairs, but a line 'source TAB target' or more are expected. Give a file with some.", Assert.Throws<InvalidDataException>(() => TextPairs.Read(folder["pairs.tsv"])).Message);
    }
}
