using System.Text.Json;

namespace Unroll.Tests.Cli;

public class TextModelTests
{
    [Fact]
    public void TrainSentence_Small_SavesAModelThatPredictReads()
    {
        using var folder = new TemporaryFolder();
        var trained = UnrollProcess.Run("train", "sentence", "--epochs", "8", "--units", "32", "--out", folder["sentence"], "--json");
        Assert.Equal("", trained.Error);
        Assert.Contains(trained.Lines, line => line.Contains("made by a grammar", StringComparison.Ordinal));
        using var summary = JsonDocument.Parse(trained.Lines[^1]);
        Assert.True(summary.RootElement.GetProperty("intent_accuracy").GetDouble() > 0.9, trained.Lines[^1]);
        Assert.True(summary.RootElement.GetProperty("day_accuracy").GetDouble() > 0.9, trained.Lines[^1]);

        string model = Path.Combine(folder["sentence"], "model.safetensors");
        Assert.Equal(SentenceReader.Kind, TaskFile.KindOf(model));
        Assert.Equal(("stock price", "today"), Read("오늘 주가가 몇이야?"));
        Assert.Equal(("stock price", "tomorrow"), Read("내일 주가가 몇이야?"));

        (string?, string?) Read(string question)
        {
            using var line = JsonDocument.Parse(UnrollProcess.Run("predict", model, "--text", question, "--json").Lines[0]);
            return (line.RootElement.GetProperty("intent")[0].GetProperty("label").GetString(), line.RootElement.GetProperty("day")[0].GetProperty("label").GetString());
        }
    }

    [Fact]
    public void TrainSpacing_TextFile_SavesAModelThatPredictReads()
    {
        using var folder = new TemporaryFolder();
        string[] people = ["나는", "우리는", "민수는", "수지는", "형은"], things = ["책을", "물을", "옷을", "꽃을"], ends = ["샀어", "봤어", "팔았어", "그렸어"];
        File.WriteAllLines(folder["korean.tsv"], people.SelectMany(p => things.SelectMany(t => ends.Select(e => $"x\t{p} 어제 {t} {e}."))));
        var trained = UnrollProcess.Run("train", "spacing", "--data", folder["korean.tsv"], "--epochs", "15", "--batch-size", "8", "--units", "12", "--embedding", "12", "--out", folder["spacing"], "--json");
        Assert.Equal("", trained.Error);
        using var summary = JsonDocument.Parse(trained.Lines[^1]);
        Assert.True(summary.RootElement.GetProperty("tests")[0].GetProperty("f1").GetDouble() > 0.95, trained.Lines[^1]);
        string model = Path.Combine(folder["spacing"], "model.safetensors");
        Assert.Equal("민수는 어제 꽃을 팔았어.", UnrollProcess.Run("predict", model, "--text", "민수는어제꽃을팔았어.").Lines[0]);
        Assert.Equal("{\"line\":1,\"text\":\"민수는 어제 꽃을 팔았어.\"}", UnrollProcess.Run("predict", model, "--text", "민수 는어제꽃을팔았어.", "--json").Lines[0]);
    }

    [Fact]
    public void TrainSpacing_NoKorean_SaysSo()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["english.txt"], "no Korean here\n");
        var outcome = UnrollProcess.Run("train", "spacing", "--data", folder["english.txt"], "--out", folder["spacing"]);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal($"unroll: {folder["english.txt"]} has 0 lines in Korean, but 10 or more with spaces are expected. Give a text with some.", outcome.ErrorLine);
    }

    [Fact]
    public void DataGettext_Folder_WritesPairs()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["locale/ko"]);
        File.WriteAllText(folder["locale/ko/app.po"], "msgid \"\"\nmsgstr \"Language: ko\\n\"\nmsgid \"_Open\"\nmsgstr \"열기(_O)\"\nmsgid \"OK\"\nmsgstr \"OK\"\n");
        var outcome = UnrollProcess.Run("data", "gettext", folder["locale"], "--out", folder["pairs.tsv"]);
        Assert.Equal("", outcome.Error);
        Assert.Equal("1 catalogues, 2 translated entries, 1 pairs after cleaning", outcome.Lines[0]);
        Assert.Equal("Open\t열기\n", File.ReadAllText(folder["pairs.tsv"]));

        File.WriteAllText(folder["locale/de.po"], "msgid \"\"\nmsgstr \"Language: de\\n\"\nmsgid \"Open\"\nmsgstr \"Öffnen\"\n");
        Assert.Equal("unroll: The catalogues are in several languages: de, ko. Give those of one, such as /usr/share/locale/ko.", UnrollProcess.Run("data", "gettext", folder["locale"]).ErrorLine);
        Directory.CreateDirectory(folder["empty"]);
        Assert.Equal($"unroll: The folder '{folder["empty"]}' has no .mo or .po file. Give a folder with some, such as /usr/share/locale/ko.", UnrollProcess.Run("data", "gettext", folder["empty"]).ErrorLine);
        Assert.Equal("unroll: There is no file 'nowhere.mo'. Check the path.", UnrollProcess.Run("data", "gettext", "nowhere.mo").ErrorLine);
        File.WriteAllText(folder["same.po"], "msgid \"OK\"\nmsgstr \"OK\"\n");
        Assert.StartsWith("unroll: The 1 catalogues have 1 translated entries, but no pair is left", UnrollProcess.Run("data", "gettext", folder["same.po"]).ErrorLine, StringComparison.Ordinal);
    }
}
