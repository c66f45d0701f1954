using Unroll.Tests.Saving;

namespace Unroll.Tests.Tasks;

public class TextTaskTests
{
    private static readonly Vocabulary Words = new(["오늘", "주가"]);

    [Fact]
    public void SentenceReader_SavedAndLoaded_SaysTheSame()
    {
        using var folder = new TemporaryFolder();
        var settings = Settings(new LabelSet("intent", ["price", "weather"]), new LabelSet("day", ["today", "tomorrow", "no day"]));
        var reader = new SentenceReader(Model(Words.Count, 2, 3), settings);
        reader.Save(folder["m.safetensors"]);
        var loaded = SentenceReader.Load(folder["m.safetensors"]);
        var said = loaded.Predict("오늘 주가?", top: 3);
        Assert.Equal(["intent", "day"], said.Keys);
        Assert.Equal(reader.Predict("오늘 주가?", top: 3)["day"], said["day"]);
        Assert.Equal(2, said["intent"].Count);
        Assert.Equal(1, said["day"].Sum(l => l.Probability), 1e-5);
        Assert.Equal(["오늘", "주가", "?"], loaded.Settings.Words("오늘 주가?"));
    }

    [Fact]
    public void SentenceReader_SettingsThatDontFit_SaysWhy()
    {
        LabelSet two = new("intent", ["a", "b"]), three = new("day", ["x", "y", "z"]);
        Assert.StartsWith("The model has 2 outputs, but there are 1 label sets.", Error(() => new SentenceReader(Model(Words.Count, 2, 3), Settings(two))), StringComparison.Ordinal);
        Assert.StartsWith("The model's output 0 has the shape", Error(() => new SentenceReader(Model(Words.Count, 2, 3), Settings(three, two))), StringComparison.Ordinal);
        Assert.StartsWith("The vocabulary has 6 numbers, but", Error(() => new SentenceReader(Model(5, 2, 3), Settings(two, three))), StringComparison.Ordinal);
        Assert.StartsWith("The task's model takes one input of tokens, [batch, any time], but this one takes Float32", Error(() => new SentenceReader(new Sequential { new InputLayer(3), new Dense(2) }, Settings(two))), StringComparison.Ordinal);
        Assert.StartsWith("The sentence has no words.", Error(() => new SentenceReader(Model(Words.Count, 2, 3), Settings(two, three)).Predict(" ")), StringComparison.Ordinal);
    }

    [Fact]
    public void SpacingTagger_SavedAndLoaded_SaysTheSame()
    {
        using var folder = new TemporaryFolder();
        var tagger = new SpacingTagger(Tagger(), new SpacingTaggerSettings { Vocabulary = Words });
        tagger.Save(folder["m.safetensors"]);
        var loaded = SpacingTagger.Load(folder["m.safetensors"]);
        Assert.Equal(tagger.Predict(" 오늘 주가가 몇이야? "), loaded.Predict("오늘주가가몇이야?"));
        Assert.Equal("오늘주가가몇이야?", loaded.Predict("오늘주가가몇이야?").Replace(" ", "", StringComparison.Ordinal));
        string message = Assert.Throws<ModelFileException>(() => SentenceReader.Load(folder["m.safetensors"])).Message;
        Assert.Equal($"{folder["m.safetensors"]}: its task is 'spacing_tagger', but expected 'sentence_reader'. Load it as what it is.", message);
    }

    [Fact]
    public void LengthBuckets_TargetsOfSteps_ArePaddedWithTheSteps()
    {
        var buckets = new LengthBuckets([[4, 5, 6], [7]], [[0, 1, 0], [1f]], batchSize: 2) { Shuffle = false };
        Batch batch = Assert.Single(buckets.Read(0, 0));
        Assert.Equal([2, 3, 1], batch.Targets[0].Dimensions.ToArray());
        var loaded = new TensorValue(ElementType.Float32);
        batch.Targets[0].CopyTo(loaded, [0, 1]);
        Assert.Equal([0, 1, 0, 1, 0, 0], loaded.Floats.ToArray());
        Assert.Equal("Sequence 1 has 1 steps, but 2 targets. Pass a target for each step.", Assert.Throws<ShapeException>(() => new LengthBuckets([[4], [7]], [[0], [1f, 0]], 2)).Message);
    }

    [Fact]
    public void Batches_TextWithoutCharacters_SaysWhich() =>
        Assert.StartsWith("Text 1 has no characters but spaces.", Error(() => SpacingTaggerSettings.Of(["가"]).Batches(["가", " "], 2)), StringComparison.Ordinal);

    [Fact]
    public void SpacingTagger_ModelOfAnotherShape_SaysWhy() =>
        Assert.StartsWith("A spacing tagger's model gives a number a character", Error(() => new SpacingTagger(Model(Words.Count, 2), new SpacingTaggerSettings { Vocabulary = Words })), StringComparison.Ordinal);

    [Theory]
    [InlineData("[\"price\",\"weather\"]", "[\"price\",null]", "its task can't be read: one of its lists has null in it. Save the model again.")]
    [InlineData("\"name\":\"day\",", "", "its task can't be read: ")]
    [InlineData("\"name\":\"day\"", "\"name\":\"intent\"", "its task doesn't fit its model: The label sets are 'intent', 'intent', but expected each name once. Name them apart.")]
    public void SentenceReader_FileThatSomebodyChanged_SaysWhatIsWrong(string part, string by, string message)
    {
        using var folder = new TemporaryFolder();
        string path = folder["m.safetensors"];
        new SentenceReader(Model(Words.Count, 2, 3), Settings(new LabelSet("intent", ["price", "weather"]), new LabelSet("day", ["a", "b", "c"]))).Save(path);
        EditedFile.Replace(path, "task", part, by);
        Assert.StartsWith($"{path}: {message}", Assert.Throws<ModelFileException>(() => SentenceReader.Load(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"index_from\":3,", "", "its task can't be read: ")]
    [InlineData("\"closing_words\":\"reuter\",", "", "its task can't be read: ")]
    [InlineData("\"index_from\":3", "\"index_from\":2147483647", "its task doesn't fit its model: The settings make tokens up to 2147483650, but Embedding 'embedding' knows 0 to 8. Give 0 words at most.")]
    [InlineData("\"start_token\":1", "\"start_token\":-1", "its task doesn't fit its model: StartToken or OovToken is -1, but tokens are 0 or more.")]
    [InlineData("[\"crude\",\"grain\"]", "[\"crude\"]", "its task doesn't fit its model: The model gives outputs of shape (None, 2), but there are 1 labels. Give one label for each output.")]
    public void TextClassifier_FileThatSomebodyChanged_SaysWhatIsWrong(string part, string by, string message)
    {
        using var folder = new TemporaryFolder();
        string path = folder["m.safetensors"];
        var model = new Sequential { new InputLayer(6) { Type = ElementType.Int32 }, new Embedding(9, 4), new Lstm(4), new Dense(2) { Activation = Activation.Softmax } };
        new TextClassifier(model, new() { Words = ["oil", "rose", "fell"], Labels = ["crude", "grain"], MaxLength = 6, ClosingWords = "reuter" }).Save(path);
        Assert.Equal("reuter", TextClassifier.Load(path).Settings.ClosingWords);
        EditedFile.Replace(path, "task", part, by);
        Assert.StartsWith($"{path}: {message}", Assert.Throws<ModelFileException>(() => TextClassifier.Load(path)).Message, StringComparison.Ordinal);
    }

    private static string Error(Func<object> action) => Assert.ThrowsAny<ArgumentException>(action).Message;

    private static SentenceReaderSettings Settings(params LabelSet[] outputs) => new() { Tokenizer = TextTokenizer.Words, Vocabulary = Words, Outputs = outputs };

    private static Model Model(int tokens, params int[] labels)
    {
        var input = new InputLayer(Shape.Any) { Type = ElementType.Int32 };
        SymbolicTensor state = new Lstm(4).Apply(new Embedding(tokens, 3) { MaskZero = true }.Apply(input.Tensor));
        return new Model([input.Tensor], [.. labels.Select(count => new Dense(count) { Activation = Activation.Softmax }.Apply(state))]);
    }

    private static Sequential Tagger() => new(seed: 1)
    {
        new InputLayer(Shape.Any) { Type = ElementType.Int32 },
        new Embedding(Words.Count, 3) { MaskZero = true },
        new Bidirectional(new Lstm(4) { ReturnSequences = true }),
        new Dense(1) { Activation = Activation.Sigmoid },
    };
}
