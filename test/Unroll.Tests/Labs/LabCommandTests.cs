using Unroll.Tests.Cli;

namespace Unroll.Tests.Labs;

public class LabCommandTests
{
    [Fact]
    public void Lab_Unknown_SaysWhichThereAre()
    {
        var outcome = UnrollProcess.Run("lab", "magic");
        Assert.Equal(2, outcome.ExitCode);
        Assert.StartsWith("unroll: Got the experiment 'magic', but expects one of memory, gradients, lag, gates, figures. Name one of these.", outcome.Error, StringComparison.Ordinal);
        Assert.StartsWith("unroll: 실험 'magic'이(가) 들어왔지만 다음 중 하나가 필요합니다: memory, gradients, lag, gates, figures.", UnrollProcess.RunIn("ko_KR.UTF-8", "lab", "magic").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Lab_NoName_SaysWhatIsMissing()
    {
        var outcome = UnrollProcess.Run("lab");
        Assert.Equal(2, outcome.ExitCode);
        Assert.StartsWith("unroll: NAME is missing", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Lab_Figures_SavesThemAndSaysWhere()
    {
        using var folder = new TemporaryFolder();
        var outcome = UnrollProcess.Run("lab", "figures", "--out", folder["out"]);
        Assert.Equal("", outcome.Error);
        Assert.Equal(11, outcome.Lines.Count(line => line.StartsWith("Saved ", StringComparison.Ordinal)));
        Assert.Equal(11, Directory.GetFiles(folder["out"]).Length);
    }

    [Fact]
    public void Inspect_Classifier_DrawsEveryRecurrentLayerAndNamesUnknownWords()
    {
        using var folder = new TemporaryFolder();
        Classifier(new Lstm(5)).Save(folder["model.safetensors"]);
        var outcome = UnrollProcess.Run("inspect", folder["model.safetensors"], "--text", "oil rose zzz", "--out", folder["out"], "--units", "3");
        Assert.Equal("", outcome.Error);
        Assert.Equal(0, outcome.ExitCode);
        Assert.StartsWith("The model doesn't know these words and reads each as the unknown word, in brackets below: zzz", outcome.Lines[0], StringComparison.Ordinal);
        Assert.Equal("lstm: each gate's mean over the units, token by token", outcome.Lines[1]);
        Assert.Matches(@"^ +0\.\d\d +0\.\d\d +0\.\d\d  <start>$", outcome.Lines[3]);
        Assert.Matches(@"^ +0\.\d\d +0\.\d\d +0\.\d\d  \(zzz\)$", outcome.Lines[6]);
        Assert.Equal(1 + (4 * 6 * 5), File.ReadLines(Path.Combine(folder["out"], "lstm.csv")).Count());
        Assert.True(File.Exists(Path.Combine(folder["out"], "lstm.png")));
    }

    [Fact]
    public void Inspect_NoRecurrentLayer_SaysWhatThereIs()
    {
        using var folder = new TemporaryFolder();
        Classifier(new GlobalAveragePooling1D()).Save(folder["model.safetensors"]);
        var outcome = UnrollProcess.Run("inspect", folder["model.safetensors"], "--text", "oil rose", "--out", folder["out"]);
        Assert.Equal(1, outcome.ExitCode);
        Assert.StartsWith("unroll: The model 'sequential' has no recurrent layer; it has ", outcome.ErrorLine, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["out"]));
    }

    [Fact]
    public void Inspect_ModelWithoutTask_SaysSo()
    {
        using var folder = new TemporaryFolder();
        Classifier(new Lstm(2)).Model.Save(folder["model.safetensors"]);
        var outcome = UnrollProcess.Run("inspect", folder["model.safetensors"], "--text", "oil rose");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("is a model without a task", outcome.ErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_NoWords_SaysSo()
    {
        using var folder = new TemporaryFolder();
        Classifier(new Lstm(2)).Save(folder["model.safetensors"]);
        Assert.StartsWith("unroll: The text has no words.", UnrollProcess.Run("inspect", folder["model.safetensors"], "--text", "?!").ErrorLine, StringComparison.Ordinal);
        Assert.StartsWith("unroll: --text is missing", UnrollProcess.Run("inspect", folder["model.safetensors"]).Error, StringComparison.Ordinal);
    }

    private static TextClassifier Classifier(Layer layer)
    {
        var model = new Sequential(seed: 3) { new InputLayer(6) { Type = ElementType.Int32 }, new Embedding(10, 4), layer, new Dense(2) { Activation = Activation.Softmax } };
        return new TextClassifier(model, new TextClassifierSettings { Words = ["oil", "rose", "fell"], Labels = ["crude", "grain"], MaxLength = 6, StartToken = 1, OovToken = 2, IndexFrom = 3 });
    }
}
