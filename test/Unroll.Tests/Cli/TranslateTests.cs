using System.Text.Json;
using Unroll.Tests.Tasks;

namespace Unroll.Tests.Cli;

/// <summary><c>unroll train translate</c> and what <c>unroll predict</c> makes of its model.</summary>
public class TranslateTests
{
    private static readonly string[] _small = ["--units", "8", "--embedding", "8", "--epochs", "2", "--batch-size", "16", "--beam", "2"];

    [Fact]
    public void TrainTranslate_Tsv_SavesATranslatorThatTranslatesAndDraws()
    {
        using var folder = new TemporaryFolder();
        TextPairs.Write(folder["pairs.tsv"], [.. Enumerable.Range(0, 40).Select(n => new TextPair($"number {n}", $"{n} 번"))]);
        var training = UnrollProcess.Run(["train", "translate", "--source", "tsv", "--data", folder["pairs.tsv"], "--out", folder["out"], "--json", .. _small]);
        Assert.Equal("", training.Error);
        Assert.Equal(0, training.ExitCode);
        Assert.Equal("36 pairs to learn from, 1 to watch the training with, 4 other sources to measure on", training.Lines[0].Replace("35", "36", StringComparison.Ordinal));
        Assert.Contains(training.Lines, line => line.StartsWith("With a beam of 2: BLEU: ", StringComparison.Ordinal));
        using var summary = JsonDocument.Parse(training.Lines[^1]);
        Assert.InRange(summary.RootElement.GetProperty("chrf").GetDouble(), 0, 100);

        string model = Path.Combine(folder["out"], "model.safetensors");
        var line = UnrollProcess.Run("predict", model, "--text", "number 3", "--json");
        Assert.Equal(Translator.Load(model).Translate("number 3").Text, JsonDocument.Parse(line.Lines[0]).RootElement.GetProperty("translation").GetString());
        var greedy = UnrollProcess.RunWithInput("number 3\n\nnumber 4\n"u8.ToArray(), "translate", model, "--beam", "1");
        Assert.Equal(Translator.Load(model).Translate(["number 3", "number 4"], beam: 1).Select(t => t.Text), greedy.Output.Split('\n')[..2]);
    }

    [Fact]
    public void TrainTranslate_Cmudict_ReportsPhonemesAndWords()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder["cmudict.dict"], Enumerable.Range(0, 40).Select(n => $"{(char)('a' + (n % 26))}{(char)('a' + (n / 26))} {(n % 2 == 0 ? "AE1 T" : "B IY0")}"));
        var training = UnrollProcess.Run(["train", "translate", "--source", "cmudict", "--data", folder["cmudict.dict"], "--attention", "bahdanau", "--out", folder["out"], .. _small]);
        Assert.Equal("", training.Error);
        Assert.Contains(training.Lines, line => line.StartsWith("On 4 sources held out, greedy: PER: ", StringComparison.Ordinal));
        Assert.Contains("Carnegie Mellon", Translator.Load(Path.Combine(folder["out"], "model.safetensors")).Settings.LicenceNotice, StringComparison.Ordinal);
    }

    [Fact]
    public void Translate_AttentionMap_IsAPng()
    {
        using var folder = new TemporaryFolder();
        SmallTranslator.Trained(TranslatorAttention.General).Save(folder["model.safetensors"]);
        var drawn = UnrollProcess.Run("translate", folder["model.safetensors"], "--text", SmallTranslator.Sources[0], "--attention-map", folder["map.png"]);
        Assert.Equal([SmallTranslator.Targets[0], $"Saved {folder["map.png"]}"], drawn.Lines);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(folder["map.png"])[..4]);
    }

    [Fact]
    public void Translate_MapThatCantBeDrawn_SaysWhy()
    {
        using var folder = new TemporaryFolder();
        string model = folder["model.safetensors"];
        SmallTranslator.Untrained(TranslatorAttention.None).Save(model);
        Assert.Equal(
            $"unroll: {model}: the model was trained without attention, so there is nothing to draw. Train one with --attention luong.",
            UnrollProcess.Run("predict", model, "--text", "Off!", "--attention-map", folder["map.png"]).ErrorLine);
        SmallTranslator.Untrained(TranslatorAttention.Dot).Save(model);
        Assert.Equal("unroll: --attention-map draws one text. Give it with --text.", UnrollProcess.RunWithInput([], "predict", model, "--attention-map", folder["map.png"]).ErrorLine);
        Assert.False(File.Exists(folder["map.png"]));
    }

    [Theory]
    [InlineData("unroll: --source tsv reads a file of yours. Give its path with --data PATH.", "--source", "tsv")]
    [InlineData("unroll: --source everyday brings its own pairs, but --data was given. Leave it out, or choose another source.", "--data", "x.tsv")]
    public void TrainTranslate_BadOption_SaysWhatIsExpected(string error, params string[] options)
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(error, UnrollProcess.Run(["train", "translate", "--out", folder["out"], .. options]).Error.Split('\n')[0]);
    }
}
