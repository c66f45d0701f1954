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
    [InlineData("train reuters --epochs many", "--epochs got 'many', but expects a whole number from 1 to 100000. Give it one, or leave the option out.")]
    [InlineData("train reuters --batch-size -5", "--batch-size got -5, but expects a number from 1 to 100000. Give it one in this range, or leave the option out.")]
    [InlineData("train reuters --batch-size 2.5", "--batch-size got '2.5', but expects a whole number from 1 to 100000. Give it one, or leave the option out.")]
    [InlineData("train reuters --num-words 4", "--num-words got 4, but expects a number from 5 to 30983. Give it one in this range, or leave the option out.")]
    [InlineData("train reuters --max-length 0", "--max-length got 0, but expects a number from 1 to 10000. Give it one in this range, or leave the option out.")]
    [InlineData("train reuters --embedding 99999999999999999999", "--embedding got 99999999999999999999, but expects a number from 1 to 4096. Give it one in this range, or leave the option out.")]
    [InlineData("train reuters --units 0", "--units got 0, but expects a number from 1 to 4096. Give it one in this range, or leave the option out.")]
    [InlineData("train reuters --seed -1", "--seed got -1, but expects a number from 0 to 2147483647. Give it one in this range, or leave the option out.")]
    [InlineData("train reuters --threads 0", "--threads got 0, but expects a number from 1 to 1024. Give it one in this range, or leave the option out.")]
    [InlineData("train reuters --language fr", "--language got 'fr', but expects one of en, ko. Give it one of these, or leave the option out.")]
    [InlineData("train sensor --source a.csv --cell cnn", "--cell got 'cnn', but expects one of rnn, lstm, gru. Give it one of these, or leave the option out.")]
    [InlineData("train sensor --source a.csv --where IBM", "--where got 'IBM', but expects a column and a value, such as symbol=IBM.")]
    [InlineData("train captions --source photos", "--source got 'photos', but expects one of scenes, emoji, folder. Give it one of these, or leave the option out.")]
    [InlineData("train captions --captions fr", "--captions got 'fr', but expects one of en, ko. Give it one of these, or leave the option out.")]
    [InlineData("train captions --learning-rate 0", "--learning-rate got '0', but expects a number from 1E-06 to 1. Give it one, or leave the option out.")]
    [InlineData("train translate --source books", "--source got 'books', but expects one of everyday, gettext, tsv, cmudict. Give it one of these, or leave the option out.")]
    [InlineData("train translate --attention all", "--attention got 'all', but expects one of none, dot, luong, bahdanau. Give it one of these, or leave the option out.")]
    [InlineData("train translate --dropout 2", "--dropout got '2', but expects a number from 0 to 0.9. Give it one, or leave the option out.")]
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
