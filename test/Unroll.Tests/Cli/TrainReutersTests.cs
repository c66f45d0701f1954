using System.Text.Json;

namespace Unroll.Tests.Cli;

[Collection(TrainedModelTests.Name)]
public class TrainReutersTests(TrainedModel trained)
{
    private const string Corners = """
        x_train
        array([[  0,   0,   0, ...,  15,  17,  12],
               [  0,   0,   0, ..., 505,  17,  12],
               [ 19, 758,  15, ...,  11,  17,  12],
               ...,
               [  0,   0,   0, ..., 407,  17,  12],
               [ 88,   2,  72, ..., 364,  17,  12],
               [125,   2,  21, ..., 113,  17,  12]], dtype=int32)

        x_test
        array([[  5,   2,   7, ..., 510,  17,  12],
               [652, 194,   2, ..., 760,  17,  12],
               [ 13,  10, 139, ...,   8,  17,  12],
               ...,
               [  0,   0,   0, ...,  11,  17,  12],
               [  0,   0,   0, ...,   8,  17,  12],
               [ 47, 758,  15, ...,   2,  17,  12]], dtype=int32)

        y_train
        array([[0., 0., 0., ..., 0., 0., 0.],
               [0., 0., 0., ..., 0., 0., 0.],
               [0., 0., 0., ..., 0., 0., 0.],
               ...,
               [0., 0., 0., ..., 0., 0., 0.],
               [0., 0., 0., ..., 0., 0., 0.],
               [0., 0., 0., ..., 0., 0., 0.]], dtype=float32)

        y_test
        array([[0., 0., 0., ..., 0., 0., 0.],
               [0., 0., 0., ..., 0., 0., 0.],
               [0., 1., 0., ..., 0., 0., 0.],
               ...,
               [0., 0., 0., ..., 0., 0., 0.],
               [0., 0., 0., ..., 0., 0., 0.],
               [0., 0., 0., ..., 0., 0., 0.]], dtype=float32)

        """;

    [Fact]
    public void Train_LecturesData_PrintsWhatTheNotebookPrints()
    {
        string opening = """
            46 categories
            8982 training stories
            2246 test stories

            [1, 2, 2, 8, 43, 10, 447, 5, 25, 207, 270, 5, 2, 111, 16, 369, 186, 90, 67, 7, 89, 5, 19, 102, 6, 19, 124, 15, 90, 67, 84, 22, 482, 26, 7, 48, 4, 49, 8, 864, 39, 209, 154, 6, 151, 6, 83, 11, 15, 22, 155, 11, 15, 7, 48, 9, 2, 2, 504, 6, 258, 6, 272, 11, 15, 22, 134, 44, 11, 15, 16, 8, 197, 2, 90, 67, 52, 29, 209, 30, 32, 132, 6, 109, 15, 17, 12]


            """;
        Assert.Equal("", trained.Training.Error);
        Assert.Equal(0, trained.Training.ExitCode);
        Assert.StartsWith(opening.ReplaceLineEndings("\n") + Corners.ReplaceLineEndings("\n"), trained.Training.Output, StringComparison.Ordinal);
        Assert.Matches(@"\n\n Test Accuracy : 0\.\d{4}\n", trained.Training.Output);
    }

    [Fact]
    public void Train_OutputIsNoTerminal_PrintsOneLineAnEpoch()
    {
        string[] epochs = [.. trained.Training.Lines.Where(line => line.StartsWith("Epoch ", StringComparison.Ordinal))];
        Assert.Equal(TrainedModel.Epochs, epochs.Length);
        for (int epoch = 1; epoch <= epochs.Length; epoch++)
        {
            Assert.Matches(
                $@"^Epoch {epoch}/{TrainedModel.Epochs} - 281/281 - \d+\.\ds - accuracy: 0\.\d{{4}} - loss: \d\.\d{{4}} - val_accuracy: 0\.\d{{4}} - val_loss: \d\.\d{{4}}$",
                epochs[epoch - 1]);
        }

        Assert.DoesNotContain('\u001b', trained.Training.Output);
    }

    [Fact]
    public void Train_Json_EndsWithOneLineForMachines()
    {
        using var json = JsonDocument.Parse(trained.Training.Lines[^1]);
        var root = json.RootElement;
        Assert.InRange(root.GetProperty("test_accuracy").GetDouble(), 0.4, 0.9);
        Assert.InRange(root.GetProperty("test_loss").GetDouble(), 0.5, 3);
        Assert.Equal(TrainedModel.Epochs, root.GetProperty("epochs").GetInt32());
        Assert.Equal("Completed", root.GetProperty("stop_reason").GetString());
        Assert.Equal(TrainedModel.Seed, root.GetProperty("seed").GetInt32());
        Assert.True(root.GetProperty("seconds").GetDouble() > 0);
        Assert.All(root.GetProperty("files").EnumerateArray(), file => Assert.True(File.Exists(file.GetString())));
    }

    [Fact]
    public void Train_Ended_LeavesTheFolderOfFourFiles()
    {
        string[] files = [.. Directory.GetFiles(trained.Folder).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];
        Assert.Equal(["accuracy.png", "history.csv", "loss.png", "model.safetensors"], files);

        string[] rows = File.ReadAllLines(Path.Combine(trained.Folder, "history.csv"));
        Assert.Equal("epoch,accuracy,loss,val_accuracy,val_loss,seconds", rows[0]);
        Assert.Equal(TrainedModel.Epochs, rows.Length - 1);
        Assert.All(rows.Skip(1), row => Assert.Equal(6, row.Split(',').Length));
    }

    [Theory]
    [InlineData("C", new[] { "--language", "ko" })]
    [InlineData("ko_KR.UTF-8", new string[0])]
    public void Train_InKorean_PrintsTheNotebooksLines(string locale, string[] language)
    {
        using var folder = new TemporaryFolder();
        var outcome = UnrollProcess.RunIn(locale, [.. TinyTraining(folder), "--epochs", "1", .. language]);
        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal(["46 카테고리", "8982 학습용 뉴스 기사", "2246 테스트용 뉴스 기사"], outcome.Lines[..3]);
        Assert.Contains("에포크 1/1 - 18/18 - ", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("\n Test Accuracy : 0.", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_OptionOutOfRange_SaysSoAndExitsWith2()
    {
        using var folder = new TemporaryFolder();
        var outcome = UnrollProcess.Run("train", "reuters", "--out", folder["out"], "--epochs", "0");
        Assert.Equal(2, outcome.ExitCode);
        Assert.StartsWith("unroll: --epochs got 0, but expects a number from 1 to 100000.", outcome.Error, StringComparison.Ordinal);
        Assert.Equal("", outcome.Output);
        Assert.False(Directory.Exists(folder["out"]));
    }

    [Fact]
    public void Train_FolderCannotBeWritten_SaysSoBeforeTraining()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a file"], "text");
        string below = Path.Combine(folder["a file"], "out");
        var outcome = UnrollProcess.Run("train", "reuters", "--out", below);
        Assert.Equal(1, outcome.ExitCode);
        Assert.StartsWith($"unroll: The folder '{below}' can't be written: ", outcome.ErrorLine, StringComparison.Ordinal);
        Assert.EndsWith("Name another one with --out.", outcome.ErrorLine, StringComparison.Ordinal);
        Assert.Equal("", outcome.Output);
    }

    [Fact]
    public void Help_OfEveryCommandWithTheData_SaysThatTheyAreForResearchOnly()
    {
        foreach (string[] command in new string[][] { [], ["train", "reuters"], ["evaluate"], ["data", "reuters"] })
        {
            var outcome = UnrollProcess.Run([.. command, "--help"]);
            Assert.Equal(0, outcome.ExitCode);
            Assert.Contains("free for research purposes only", outcome.Output, StringComparison.Ordinal);
        }
    }

    internal static string[] TinyTraining(TemporaryFolder folder) =>
        ["train", "reuters", "--num-words", "100", "--max-length", "10", "--embedding", "8", "--units", "8", "--batch-size", "500", "--out", folder["out"]];
}
