using Unroll.Cli;
using Unroll.Cli.Commands;
using Unroll.Cli.Texts;

namespace Unroll.Tests.Cli;

public class UsageErrorTests
{
    [Theory]
    [InlineData("trian reuters", "Got 'trian', which is no command, option or argument here. Check its spelling, or leave it out.")]
    [InlineData("train reuters --epoch 3", "Got '--epoch', which is no command, option or argument here. Check its spelling, or leave it out.")]
    [InlineData("", "No command was given, but expected one of train, predict, evaluate, summary, inspect, lab, data. Name one.")]
    [InlineData("train", "No command was given, but expected one of reuters, sentence, sensor, digits, captions, translate, spacing. Name one.")]
    [InlineData("predict", "MODEL is missing, but expected here. Give it a value.")]
    [InlineData("predict model --text", "--text is missing, but expected here. Give it a value.")]
    [InlineData("train reuters --epochs", "--epochs is missing, but expected here. Give it a value.")]
    [InlineData("data reuters", "--rebuild is missing, but expected here. Give it a value.")]
    [InlineData("--language", "--language is missing, but expected here. Give it a value.")]
    [InlineData("predict model --text a --file b", "Got both --text and --file, but expects one of them. Leave one out.")]
    [InlineData("train reuters --epochs 0", "--epochs got 0, but expects a number from 1 to 100000. Give it one in this range, or leave the option out.")]
    public void Message_WrongCommandLine_SaysWhatIsWrong(string line, string expected)
    {
        var texts = Catalogue.For(Language.English);
        Assert.Equal(expected, UsageError.Message(UnrollCommand.Create(texts).Parse(line), texts));
    }

    [Theory]
    [InlineData("train")]
    [InlineData("data")]
    public void Message_CommandOfCommands_NamesThem(string line)
    {
        var texts = Catalogue.For(Language.English);
        var parsed = UnrollCommand.Create(texts).Parse(line);
        string commands = string.Join(", ", parsed.CommandResult.Command.Subcommands.Select(command => command.Name));
        Assert.Equal($"No command was given, but expected one of {commands}. Name one.", UsageError.Message(parsed, texts));
    }

    [Fact]
    public void Message_InKorean_IsKorean()
    {
        var texts = Catalogue.For(Language.Korean);
        foreach (string line in new[] { "trian", "", "predict", "data reuters", "train reuters --epochs" })
            Assert.Contains("세요.", UsageError.Message(UnrollCommand.Create(texts).Parse(line), texts), StringComparison.Ordinal);
    }
}
