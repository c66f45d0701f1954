using Unroll.Tests.Cli;
using Unroll.Tests.Tasks;

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
        Assert.Equal("lstm: each gate's mean over the units, step by step", outcome.Lines[1]);
        Assert.Matches(@"^ +0\.\d\d +0\.\d\d +0\.\d\d  <start>$", outcome.Lines[3]);
        Assert.Matches(@"^ +0\.\d\d +0\.\d\d +0\.\d\d  \(zzz\)$", outcome.Lines[6]);
        Assert.Equal(1 + (4 * 6 * 5), File.ReadLines(Path.Combine(folder["out"], "lstm.csv")).Count());
        Assert.True(File.Exists(Path.Combine(folder["out"], "lstm.png")));
    }

    [Fact]
    public void Inspect_Sentence_FollowsItWordByWord()
    {
        var around = new SentenceReaderSettings
        {
            Tokenizer = TextTokenizer.Words,
            Vocabulary = Vocabulary.Build([["오늘", "주가가", "?"]]),
            Outputs = [new LabelSet("intent", ["price", "news"]), new LabelSet("day", ["today", "tomorrow"])],
        };
        var words = new InputLayer(Shape.Any) { Type = ElementType.Int32 };
        SymbolicTensor state = new Gru(4).Apply(new Embedding(around.Vocabulary.Count, 3) { MaskZero = true }.Apply(words.Tensor));
        var model = new Model([words.Tensor], [.. around.Outputs.Select(set => new Dense(2) { Name = set.Name, Activation = Activation.Softmax }.Apply(state))], seed: 3);
        var outcome = Inspect(new SentenceReader(model, around).Save, "--text", "내일 주가가?");
        Assert.StartsWith("The model doesn't know these words", outcome.Lines[0], StringComparison.Ordinal);
        Assert.EndsWith(": 내일", outcome.Lines[0], StringComparison.Ordinal);
        Assert.Equal(["gru: each gate's mean over the units, step by step", "update reset"], outcome.Lines[1..3].Select(Words));
        Assert.Equal(["(내일)", "주가가", "?"], outcome.Lines[3..6].Select(LastWord));
    }

    [Fact]
    public void Inspect_Spacing_FollowsBothDirectionsCharacterByCharacter()
    {
        var around = new SpacingTaggerSettings { Vocabulary = Vocabulary.Build([["나", "는", "책", "을"]]) };
        var model = new Sequential(seed: 3)
        {
            new InputLayer(Shape.Any) { Type = ElementType.Int32 },
            new Embedding(around.Vocabulary.Count, 4) { MaskZero = true },
            new Bidirectional(new Lstm(3) { ReturnSequences = true }),
            new Bidirectional(new Gru(2) { ReturnSequences = true }),
            new Bidirectional(new Lstm(3) { ReturnSequences = true }),
            new Dense(1) { Activation = Activation.Sigmoid },
        };
        var outcome = Inspect(new SpacingTagger(model, around).Save, "--text", "나는 책을");
        Assert.Equal(["forward_lstm: each gate's mean over the units, step by step", "input forget output"], outcome.Lines[..2].Select(Words));
        Assert.Equal(["나", "는", "책", "을"], outcome.Lines[2..6].Select(LastWord));
        Assert.StartsWith("backward_lstm: ", outcome.Lines[6], StringComparison.Ordinal);
        Assert.Equal(["나", "는", "책", "을"], outcome.Lines[8..12].Select(LastWord));
        string[] layers = ["forward_lstm", "backward_lstm", "forward_gru", "backward_gru", "forward_lstm_2", "backward_lstm_2"];
        Assert.Equal(layers, outcome.Lines.Where(line => line.EndsWith(".png", StringComparison.Ordinal)).Select(Path.GetFileNameWithoutExtension));
    }

    [Fact]
    public void Inspect_Translator_FollowsTheTextAndTheTranslation()
    {
        Translator translator = SmallTranslator.Untrained(TranslatorAttention.General);
        var outcome = Inspect(translator.Save, "--text", SmallTranslator.Sources[0]);
        var translation = translator.Translate([SmallTranslator.Sources[0]], beam: 1)[0];
        string[] layers = [.. outcome.Lines.Where(line => line.EndsWith("step by step", StringComparison.Ordinal)).Select(line => line.Split(':')[0])];
        Assert.All(layers[..^1], layer => Assert.Equal(translation.SourceTokens, Steps(layer)));
        Assert.StartsWith("decoder", layers[^1], StringComparison.Ordinal);
        Assert.Equal(["<start>", .. translation.Tokens.Select(token => token == " " ? "␣" : token)], Steps(layers[^1]));

        IEnumerable<string> Steps(string layer) => outcome.Lines.SkipWhile(line => !line.StartsWith(layer + ":", StringComparison.Ordinal)).Skip(2).TakeWhile(line => line[0] == ' ').Select(LastWord);
    }

    [Fact]
    public void Inspect_Series_FollowsTheLastWindowByItsTimes()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["wave.csv"], "date,level\n2000-01-01,1\n2000-01-02,2\n2000-01-03,3\n2000-01-04,2\n");
        var model = new Sequential(seed: 3) { new InputLayer(3, 1), new Gru(4), new Dense(1) };
        var forecaster = new SeriesForecaster(model, new SeriesForecasterSettings
        {
            Reading = new SeriesCsvOptions { Columns = ["level"] },
            Columns = ["level"],
            Target = "level",
            Scaler = new SeriesScaler { Offsets = [0], Scales = [1] },
            Window = 3,
            StepsAhead = 1,
        });
        var outcome = Inspect(forecaster.Save, folder["wave.csv"]);
        Assert.Equal("gru: each gate's mean over the units, step by step", outcome.Lines[0]);
        Assert.Equal(["2000-01-02", "2000-01-03", "2000-01-04"], outcome.Lines[2..5].Select(LastWord));
        Assert.Equal("unroll: This model reads a series, but got no file of one. Name a CSV file after the model.", Inspect(forecaster.Save, "--text", "a").ErrorLine);
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
        Assert.Equal("unroll: This model reads text, but got none. Give it with --text.", UnrollProcess.Run("inspect", folder["model.safetensors"]).ErrorLine);
    }

    private static Outcome Inspect(Action<string> save, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        save(folder["model.safetensors"]);
        return UnrollProcess.Run(["inspect", folder["model.safetensors"], .. arguments, "--out", folder["out"]]);
    }

    private static string Words(string line) => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static string LastWord(string line) => line.Split(' ')[^1];

    private static TextClassifier Classifier(Layer layer)
    {
        var model = new Sequential(seed: 3) { new InputLayer(6) { Type = ElementType.Int32 }, new Embedding(10, 4), layer, new Dense(2) { Activation = Activation.Softmax } };
        return new TextClassifier(model, new TextClassifierSettings { Words = ["oil", "rose", "fell"], Labels = ["crude", "grain"], MaxLength = 6, StartToken = 1, OovToken = 2, IndexFrom = 3 });
    }
}
