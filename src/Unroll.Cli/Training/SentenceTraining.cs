using System.Text.Json.Nodes;
using Unroll.Cli.Output;
using Unroll.Cli.Texts;
using Unroll.Datasets;

namespace Unroll.Cli.Training;

/// <summary>The lecture's sentence: an LSTM reads a question, and two outputs say what it asks and about which day.</summary>
internal sealed class SentenceTraining(Catalogue texts, TextModelSettings settings)
{
    private const string Intent = "intent";
    private const string Day = "day";

    public static readonly string[] Lecture = ["오늘 주가가 몇이야?", "내일 주가가 몇이야?"];

    private readonly TextWriter _output = Console.Out;

    public int Run() => ModelTraining.Run(texts, settings.Run, Prepare);

    private ReadyModel Prepare()
    {
        var (all, tests) = Everyday.Questions();
        EverydayQuestion[] train = [.. all.Take(settings.Limit ?? all.Count)], test = [.. tests.Take(settings.Limit ?? tests.Count)];
        _output.WriteLine(texts.MadeByGrammar);
        _output.WriteLine(texts.QuestionsDivided(train.Length, test.Length));
        _output.WriteLine();
        var around = SettingsFor(train, all);
        var reader = new SentenceReader(NewModel(around, settings.Embedding, settings.Units, (ulong)settings.Run.Seed), around);
        return new ReadyModel(reader.Model, Data(train, around))
        {
            Plots = ["loss", $"{Intent}_accuracy", $"{Day}_accuracy"],
            Save = reader.Save,
            Measure = (_, summary) => Measure(reader, test, summary),
        };
    }

    /// <summary>The settings for a model of some questions' words and all questions' labels.</summary>
    public static SentenceReaderSettings SettingsFor(IReadOnlyList<EverydayQuestion> words, IReadOnlyList<EverydayQuestion> labels) => new()
    {
        Tokenizer = TextTokenizer.Words,
        Vocabulary = Vocabulary.Build(words.Select(q => TextTokenizer.Words.Split(q.Text))),
        Outputs = [new LabelSet(Intent, [.. labels.Select(q => q.Intent).Distinct()]), new LabelSet(Day, [.. labels.Select(q => q.Day).Distinct()])],
        DatasetName = "everyday",
    };

    /// <summary>A compiled model that has not learned yet.</summary>
    public static Model NewModel(SentenceReaderSettings around, int embedding, int units, ulong seed)
    {
        var words = new InputLayer(Shape.Any) { Name = "words", Type = ElementType.Int32 };
        SymbolicTensor vectors = new Embedding(around.Vocabulary.Count, embedding) { MaskZero = true }.Apply(words.Tensor);
        SymbolicTensor state = new Lstm(units).Apply(vectors);
        SymbolicTensor[] outputs = [.. around.Outputs.Select(set => new Dense(set.Labels.Count) { Name = set.Name, Activation = Activation.Softmax }.Apply(state))];
        var model = new Model([words.Tensor], outputs, seed);
        model.Compile([.. around.Outputs.Select(set => new OutputLoss(set.Name, Loss.SparseCategoricalCrossentropy) { Metrics = [Metric.Accuracy] })], new Adam { LearningRate = 0.003 });
        return model;
    }

    private void Measure(SentenceReader reader, EverydayQuestion[] test, JsonObject summary)
    {
        var results = reader.Model.Evaluate(Data(test, reader.Settings));
        double intent = results[$"{Intent}_accuracy"], day = results[$"{Day}_accuracy"];
        _output.WriteLine();
        _output.WriteLine(texts.SentenceScores(test.Length, Invariant.Four(intent), Invariant.Four(day)));
        foreach (string sentence in Lecture)
        {
            var said = reader.Predict(sentence);
            _output.WriteLine($"{sentence} → {said[Intent][0].Label} ({Invariant.Four(said[Intent][0].Probability)}), {said[Day][0].Label} ({Invariant.Four(said[Day][0].Probability)})");
        }

        summary["intent_accuracy"] = Json.Number(intent);
        summary["day_accuracy"] = Json.Number(day);
    }

    /// <summary>Questions as a model's input, and their intents and days.</summary>
    public static Dataset Data(IReadOnlyList<EverydayQuestion> questions, SentenceReaderSettings around) => Dataset.From(
        [around.Encode([.. questions.Select(q => q.Text)])],
        (IReadOnlyList<DataArray>)[Numbers(questions.Select(q => q.Intent), around.Outputs[0]), Numbers(questions.Select(q => q.Day), around.Outputs[1])]);

    private static int[] Numbers(IEnumerable<string> labels, LabelSet set) => [.. labels.Select(label => set.Labels.Index().First(l => l.Item == label).Index)];
}
