using System.Text.Json;
using Unroll.Images;

namespace Unroll.Tests.Cli;

/// <summary>A captioner of small scenes, trained once by the command for all tests that use it.</summary>
public sealed class TrainedCaptioner : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TrainedCaptioner() => Training = UnrollProcess.RunIn(
        "ko_KR.UTF-8", "train", "captions", "--scenes", "64", "--tests", "4", "--side", "24", "--units", "16", "--epochs", "1", "--out", Folder, "--json");

    public string Folder => _folder["out"];

    public string Model => Path.Combine(Folder, "model.safetensors");

    internal Outcome Training { get; }

    public void Dispose() => _folder.Dispose();
}

public class CaptionTests(TrainedCaptioner trained) : IClassFixture<TrainedCaptioner>
{
    [Fact]
    public void Train_Scenes_LeavesModelHistoryPlotsAndSheets()
    {
        Assert.Equal("", trained.Training.Error);
        Assert.Equal(0, trained.Training.ExitCode);
        Assert.Equal(
            ["accuracy.png", "captions-seen.png", "captions-unseen.png", "history.csv", "loss.png", "model.safetensors"],
            Directory.GetFiles(trained.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        using var summary = JsonDocument.Parse(trained.Training.Lines[^1]);
        Assert.Equal(["unseen", "seen"], summary.RootElement.GetProperty("tests").EnumerateArray().Select(t => t.GetProperty("test").GetString()!));
        Assert.Equal("ko", summary.RootElement.GetProperty("captions").GetString());
        Assert.Contains("에포크마다 학습할 설명 64개, 테스트용 그림 unseen: 4, seen: 4", trained.Training.Lines);
    }

    [Fact]
    public void Predict_Pictures_WritesACaptionForEach()
    {
        using var folder = new TemporaryFolder();
        PictureFile.Save(Scenes.At(1, SceneSplit.Unseen, 1).Draw(100), folder["a.png"]);
        var text = UnrollProcess.Run("predict", trained.Model, folder["a.png"], folder["a.png"], "--top", "2");
        Assert.Equal("", text.Error);
        Assert.Equal(6, text.Lines.Length);
        Assert.Equal(folder["a.png"], text.Lines[0]);
        var json = UnrollProcess.Run("predict", trained.Model, folder["a.png"], "--top", "1", "--json");
        using var line = JsonDocument.Parse(json.Lines.Single());
        Assert.EndsWith(line.RootElement.GetProperty("captions")[0].GetProperty("caption").GetString()!, text.Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_Picture_FollowsTheCaptionWordByWord()
    {
        using var folder = new TemporaryFolder();
        PictureFile.Save(Scenes.At(1, SceneSplit.Unseen, 1).Draw(100), folder["a.png"]);
        var outcome = UnrollProcess.Run("inspect", trained.Model, folder["a.png"], "--out", folder["out"]);
        Assert.Equal("", outcome.Error);
        Assert.Equal("lstm: each gate's mean over the units, step by step", outcome.Lines[0]);
        Assert.EndsWith("  <start>", outcome.Lines[2], StringComparison.Ordinal);
        Assert.Equal([$"Saved {folder["out/lstm.csv"]}", $"Saved {folder["out/lstm.png"]}"], outcome.Lines[^2..]);
    }

    [Fact]
    public void Predict_WithoutPictures_SaysWhatToGive()
    {
        Assert.Equal("unroll: This model captions pictures, but got none. Give picture files after the model.", UnrollProcess.Run("predict", trained.Model).ErrorLine);
        Assert.Equal("unroll: This model captions pictures, but got --text or --file. Give picture files after the model.", UnrollProcess.Run("predict", trained.Model, "--text", "a").ErrorLine);
        Assert.Equal("unroll: There is no file 'no.png'. Check the path.", UnrollProcess.Run("predict", trained.Model, "no.png").ErrorLine);
    }

    [Fact]
    public void Predict_NoPicture_IsOneLine()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a.png"], "text");
        Assert.Equal($"unroll: {folder["a.png"]}: this is no picture that can be read. Give a PNG, JPEG, WebP, GIF or BMP file.", UnrollProcess.Run("predict", trained.Model, folder["a.png"]).ErrorLine);
    }

    [Fact]
    public void Train_AFolderOfPhotographs_Learns()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["photos/Images"]);
        var lines = new List<string> { "image,caption" };
        for (int i = 0; i < 12; i++)
        {
            var scene = Scenes.At(1, SceneSplit.Train, i);
            PictureFile.Save(scene.Draw(50), folder[$"photos/Images/{i}.png"]);
            lines.Add($"{i}.png,{scene.English}");
            lines.Add($"{i}.png,\"{scene.English}, they say\"");
        }

        File.WriteAllLines(folder["photos/captions.txt"], lines);
        var outcome = UnrollProcess.Run("train", "captions", "--source", "folder", "--data", folder["photos"], "--side", "24", "--units", "16", "--epochs", "1", "--out", folder["out"]);
        Assert.Equal("", outcome.Error);
        Assert.Contains("22 captions to learn from in an epoch; test pictures: test: 1", outcome.Lines);
        Assert.True(File.Exists(folder["out/captions-test.png"]));
    }

    [Fact]
    public void Train_FolderWithoutItsPath_SaysHowToGiveIt()
    {
        using var folder = new TemporaryFolder();
        var outcome = UnrollProcess.Run("train", "captions", "--source", "folder", "--out", folder["out"]);
        Assert.Equal("unroll: --source folder needs a folder of pictures with a captions file. Give it with --data.", outcome.ErrorLine);
    }

    [Fact]
    public void Train_EmojiThatWereNotFetched_SaysHow()
    {
        using var folder = new TemporaryFolder();
        var outcome = UnrollProcess.Run("train", "captions", "--source", "emoji", "--data", folder["none"], "--out", folder["out"]);
        Assert.Equal($"unroll: There are no emoji in '{folder["none"]}'. Fetch them with 'unroll data emoji', or say with --data where they are.", outcome.ErrorLine);
    }
}
