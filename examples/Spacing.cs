#:project ../src/Unroll/Unroll.csproj
#:project ../src/Unroll.Datasets/Unroll.Datasets.csproj
#:property PublishAot=false

using Unroll;
using Unroll.Datasets;

// Many to many, step by step: Korean word spacing (띄어쓰기), put back character by character.
bool quick = args.Contains("--quick");

// Korean with its spaces: the translations of a file of pairs (TSV), or everyday sentences made by a grammar
string? file = args.FirstOrDefault(a => !a.StartsWith('-'));
IEnumerable<TextPair> pairs = file is null ? Everyday.Pairs().Train.Concat(Everyday.Pairs().Test) : TextPairs.Read(file);
string[] texts = [.. pairs.Select(p => p.Target).Where(t => t.Any(Hangul.IsSyllable)).Distinct()];
string[] train = [.. texts.Where((_, i) => i % 10 != 9)], test = [.. texts.Where((_, i) => i % 10 == 9)];
if (quick) train = train[..500];
Console.WriteLine($"{train.Length} training texts, {test.Length} test texts, such as {test[0]}");

// Characters to numbers
var settings = SpacingTaggerSettings.Of(train);

// Two bidirectional LSTMs see what comes before and after a character; a probability of a space for each
int units = quick ? 16 : 96;
var model = new Sequential(seed: 42)
{
    new InputLayer(Shape.Any) { Type = ElementType.Int32 },
    new Embedding(settings.Vocabulary.Count, 64) { MaskZero = true },
    new Dropout(0.2f),
    new Bidirectional(new Lstm(units) { ReturnSequences = true }),
    new Dropout(0.2f),
    new Bidirectional(new Lstm(units) { ReturnSequences = true }),
    new Dense(1) { Activation = Activation.Sigmoid },
};
model.Compile(loss: Loss.BinaryCrossentropy, optimizer: new Adam { LearningRate = 0.002 }, metrics: [Metric.Accuracy]);
model.Fit(settings.Batches(train, batchSize: 32), new FitOptions { Epochs = quick ? 2 : 12, Verbose = Verbosity.Lines });

// How many of the spaces are found, and how many of those put are right
var tagger = new SpacingTagger(model, settings);
SpacingScore score = tagger.Evaluate(test);
Console.WriteLine($"F1 {score.F1:F4} (precision {score.Precision:F4}, recall {score.Recall:F4}); texts all right {score.WholeTexts:F4}");

tagger.Save("spacing.safetensors");
foreach (string text in new[] { "오늘주가가몇이야?", "내일서울에비가올까?" }) Console.WriteLine($"{text} → {tagger.Predict(text)}");
