using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Unroll.Datasets;
using Unroll.Tests.Data.Audio;

namespace Unroll.Tests.Cli;

public class TrainDigitsTests
{
    [Fact]
    public void Train_TonesAsDigits_LearnsListensAndRefuses()
    {
        using var folder = new TemporaryFolder();
        foreach (string part in SpokenDigits.Parts) Speak(folder["data"], part, part == SpokenDigits.Training ? 3 : 1);
        var outcome = UnrollProcess.Run("train", "digits", "--data", folder["data"], "--copies", "1", "--units", "16", "--epochs", "30", "--batch-size", "10", "--out", folder["out"], "--json");
        Assert.Equal("", outcome.Error);
        Assert.Contains("train: 30 recordings of 3 voices", outcome.Lines);
        using var json = JsonDocument.Parse(outcome.Lines[^1]);
        Assert.InRange(json.RootElement.GetProperty("parts").GetProperty("test").GetProperty("right").GetInt32(), 7, 10);
        Assert.Equal(10, json.RootElement.GetProperty("parts").GetProperty("human").GetProperty("of").GetInt32());
        Assert.All(json.RootElement.GetProperty("files").EnumerateArray(), file => Assert.True(File.Exists(file.GetString())));

        string model = Path.Combine(folder["out"], "model.safetensors"), recording = Path.Combine(folder["data"], "test", "voice0", "3.wav");
        var listened = UnrollProcess.Run("listen", model, recording, "--top", "1");
        Assert.Equal(recording, listened.Lines[0]);
        Assert.Matches(@"^  [a-z]+ +0\.\d{4}$|^  [a-z]+ +1\.0000$", listened.Lines[1]);
        Assert.Equal(listened.Output, UnrollProcess.Run("predict", model, "--file", recording, "--top", "1").Output);
        var inspected = UnrollProcess.Run("inspect", model, recording, "--out", folder["gates"]);
        Assert.Equal("", inspected.Error);
        Assert.Equal("forward_lstm: each gate's mean over the units, step by step", inspected.Lines[0]);
        Assert.EndsWith("  0.00", inspected.Lines[2], StringComparison.Ordinal);
        Assert.EndsWith("  0.01", inspected.Lines[3], StringComparison.Ordinal);
        Assert.Equal("unroll: This model listens, but got no recording. Name one or more WAV files.", UnrollProcess.Run("listen", model).ErrorLine);
        File.WriteAllBytes(folder["cut.wav"], File.ReadAllBytes(recording)[..100]);
        Assert.StartsWith($"unroll: {folder["cut.wav"]}: it is truncated: its samples take ", UnrollProcess.Run("listen", model, folder["cut.wav"]).ErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_NoRecordings_SaysHowToMakeThem()
    {
        using var folder = new TemporaryFolder();
        var outcome = UnrollProcess.Run("train", "digits", "--data", folder["none"], "--out", folder["out"]);
        Assert.Equal(
            $"unroll: There is no folder '{Path.Combine(folder["none"], "train")}'. Make the recordings with 'unroll data digits', or name the folder that has them.", outcome.ErrorLine);
    }

    [Theory]
    [InlineData("digits", "The program 'espeak-ng' could not be started", "Install it, for example with 'apt-get install espeak-ng'.")]
    [InlineData("series", "The program 'npm' could not be started", "Install Node.js, which brings npm.")]
    public void Data_ProgramMissing_SaysWhatToInstall(string data, string problem, string remedy)
    {
        using var folder = new TemporaryFolder();
        var start = new ProcessStartInfo(Dotnet(), [UnrollProcess.Command, "data", data, "--out", folder["out"]]);
        start.Environment["PATH"] = folder["empty"];
        start.Environment["LC_ALL"] = "C";
        var outcome = Outcome.Of(start);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(problem, outcome.Error, StringComparison.Ordinal);
        Assert.Contains(remedy, outcome.Error, StringComparison.Ordinal);
    }

    private static string Dotnet() => Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator)
        .SelectMany(path => new[] { Path.Combine(path, "dotnet"), Path.Combine(path, "dotnet.exe") }).First(File.Exists);

    /// <summary>Each digit is a pair of tones, a little higher for each voice.</summary>
    private static void Speak(string folder, string part, int voices)
    {
        for (int voice = 0; voice < voices; voice++)
        {
            string path = Path.Combine(folder, part, $"voice{voice}");
            Directory.CreateDirectory(path);
            for (int digit = 0; digit < 10; digit++)
            {
                float[] first = Tones.Sine((300 + (250 * (digit % 5))) * (1 + (0.03 * voice)), 8000, 0.15).Samples.ToArray();
                float[] second = Tones.Sine(digit < 5 ? 2600 : 500, 8000, 0.15).Samples.ToArray();
                new Sound([.. first, .. second], 8000).WriteWav(Path.Combine(path, digit.ToString(CultureInfo.InvariantCulture) + ".wav"));
            }
        }
    }
}
