#:project ../src/Unroll/Unroll.csproj
#:project ../src/Unroll.Datasets/Unroll.Datasets.csproj
#:property PublishAot=false

using Unroll;
using Unroll.Datasets;

// Many to one, the lecture's sentence: the same word, another day before it, another answer.
bool quick = args.Contains("--quick");

// Questions made by a grammar (not by people): what is asked, and about which day
var (train, test) = Everyday.Questions();
Console.WriteLine($"{train.Count} training questions, {test.Count} test questions, such as {train[0]}");

// Words to numbers, labels to names
var settings = new SentenceReaderSettings
{
    Tokenizer = TextTokenizer.Words,
    Vocabulary = Vocabulary.Build(train.Select(q => TextTokenizer.Words.Split(q.Text))),
    Outputs =
    [
        new LabelSet("intent", [.. train.Select(q => q.Intent).Distinct()]),
        new LabelSet("day", [.. train.Select(q => q.Day).Distinct()]),
    ],
};
var (intents, days) = (settings.Outputs[0].Labels.ToList(), settings.Outputs[1].Labels.ToList());

// One LSTM reads the words; two outputs say what it understood from its last state
var words = new InputLayer(Shape.Any) { Name = "words", Type = ElementType.Int32 };
SymbolicTensor vectors = new Embedding(settings.Vocabulary.Count, 32) { MaskZero = true }.Apply(words.Tensor);
SymbolicTensor state = new Lstm(64).Apply(vectors);
var model = new Model(
    [words.Tensor],
    [
        new Dense(intents.Count) { Name = "intent", Activation = Activation.Softmax }.Apply(state),
        new Dense(days.Count) { Name = "day", Activation = Activation.Softmax }.Apply(state),
    ],
    seed: 42);
model.Compile(
    [
        new OutputLoss("intent", Loss.SparseCategoricalCrossentropy) { Metrics = [Metric.Accuracy] },
        new OutputLoss("day", Loss.SparseCategoricalCrossentropy) { Metrics = [Metric.Accuracy] },
    ],
    new Adam { LearningRate = 0.003 });
model.Fit(Data(train), new FitOptions { BatchSize = 32, Epochs = quick ? 2 : 20, Verbose = Verbosity.Lines });

// In the test questions, words meet that never met in training
var results = model.Evaluate(Data(test));
Console.WriteLine($"intent right {results["intent_accuracy"]:F4}, day right {results["day_accuracy"]:F4}");

// One file holds the model and what stands around it
var reader = new SentenceReader(model, settings);
reader.Save("sentence.safetensors");
foreach (string sentence in new[] { "오늘 주가가 몇이야?", "내일 주가가 몇이야?" })
{
    var said = reader.Predict(sentence);
    Console.WriteLine($"{sentence} → {said["intent"][0].Label}, {said["day"][0].Label}");
}

Dataset Data(IReadOnlyList<EverydayQuestion> questions)
{
    DataArray x = settings.Encode([.. questions.Select(q => q.Text)]);
    DataArray intent = questions.Select(q => intents.IndexOf(q.Intent)).ToArray();
    DataArray day = questions.Select(q => days.IndexOf(q.Day)).ToArray();
    return Dataset.From([x], [intent, day], null);
}
