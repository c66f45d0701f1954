#:project ../src/Unroll/Unroll.csproj
#:project ../src/Unroll.Datasets/Unroll.Datasets.csproj
#:project ../src/Unroll.Plots/Unroll.Plots.csproj
#:property PublishAot=false

using Unroll;
using Unroll.Datasets;
using Unroll.Plots;

bool quick = args.Contains("--quick");

// English and Korean sentences, made by a grammar; those for testing put words together that never met in training
var (train, test) = Everyday.Pairs();
if (quick) (train, test) = ([.. train.Take(200)], [.. test.Take(20)]);
Console.WriteLine($"{train.Count} pairs to learn from, {test.Count} to measure on");
Console.WriteLine($"{train[0].Source} → {train[0].Target}");

// What turns text into tokens: English by words, Korean by syllables
var settings = TranslatorSettings.Of(train, TextTokenizer.Words, TextTokenizer.Syllables);

// An LSTM that reads in both directions, an LSTM that writes, and attention between them
var translator = Translator.Create(settings, new TranslatorOptions
{
    Units = quick ? 32 : 128,
    Embedding = quick ? 16 : 64,
    Attention = TranslatorAttention.General,
}, seed: 42);
Console.WriteLine(translator.Model.Summary());

// Teacher forcing: at each step the decoder gets the right token before, and is to give the next one
translator.Model.Compile(
    loss: Loss.SparseCategoricalCrossentropy,
    optimizer: new Adam { LearningRate = 0.004 },
    metrics: [Metric.Accuracy]);
translator.Model.Fit(translator.Batches(train, batchSize: 64), new FitOptions
{
    Epochs = quick ? 1 : 25,
    Verbose = Verbosity.Lines,
});

// Translate what it has never read, with a beam of four hypotheses
var found = translator.Translate([.. test.Select(pair => pair.Source)], beam: 4);
foreach (var translation in found.Take(5)) Console.WriteLine($"{translation.Source} → {translation.Text}");
string[] texts = [.. found.Select(translation => translation.Text)], right = [.. test.Select(pair => pair.Target)];
Console.WriteLine($"BLEU {new Bleu().Corpus(texts, right).Score:F1}, chrF {new ChrF().Corpus(texts, right):F1}, exactly right {ErrorRates.ExactMatch(texts, right):P1}");

// One file holds model, vocabularies and settings
translator.Save("translator.safetensors");

// Where the decoder looked as it wrote
Translation question = Translator.Load("translator.safetensors").Translate("What is the stock price today?");
Console.WriteLine($"{question.Source} → {question.Text}");
if (question.Tokens.Count > 0)
{
    var weights = new float[question.Tokens.Count, question.SourceTokens.Count];
    for (int i = 0; i < question.Tokens.Count; i++)
    {
        for (int j = 0; j < question.SourceTokens.Count; j++) weights[i, j] = question.Attention[i][j];
    }
    new HeatMap(weights, question.Tokens, question.SourceTokens) { Range = (0, 1) }.Save("attention.png");
}
