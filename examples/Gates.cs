#:project ../src/Unroll/Unroll.csproj
#:project ../src/Unroll.Datasets/Unroll.Datasets.csproj
#:project ../src/Unroll.Plots/Unroll.Plots.csproj
#:property PublishAot=false

using Unroll;
using Unroll.Datasets;
using Unroll.Plots;

// An LSTM reads '오늘 주가가 몇이야?' and '내일 주가가 몇이야?': what do its gates do, and how far apart are its states?
bool quick = args.Contains("--quick");

// Questions to an assistant, made by a grammar, and the day that each is about
var (train, test) = Everyday.Questions();
string[] days = [.. train.Select(question => question.Day).Distinct()];
var words = TextTokenizer.Words;
var vocabulary = Vocabulary.Build(train.Select(question => words.Split(question.Text)));

// An LSTM that tells the day
var model = new Sequential(seed: 42)
{
    new InputLayer(Shape.Any) { Type = ElementType.Int32 },
    new Embedding(vocabulary.Count, 16) { MaskZero = true },
    new Lstm(16),
    new Dense(days.Length) { Activation = Activation.Softmax },
};
model.Compile(Loss.SparseCategoricalCrossentropy, new Adam { LearningRate = 0.003 }, [Metric.Accuracy]);
model.Fit(Tokens(train.Select(question => question.Text)), Days(train), new FitOptions { BatchSize = 32, Epochs = quick ? 3 : 30 });
var score = model.Evaluate(Tokens(test.Select(question => question.Text)), Days(test));
Console.WriteLine($"The right day in {score["accuracy"]:P1} of {test.Count} questions that it did not learn from");

// What it does at each word
string[] questions = ["오늘 주가가 몇이야?", "내일 주가가 몇이야?"];
GateTrace[] traces = [.. questions.Select(question => GateTrace.Of(model, Dataset.From(Tokens([question])))[0])];
for (int t = 0; t < traces[0].Steps.Count; t++)
{
    string word = string.Join(" / ", questions.Select(question => words.Split(question)[t]).Distinct());
    Console.WriteLine($"{word}: forget gate {Mean(traces[0]["forget"], t):F2}, input gate {Mean(traces[0]["input"], t):F2}, distance of the states {Distance(t):F2}");
}

// As pictures: the gates of the first question, units down and words to the right
HeatMap.Save("gates.png", columns: 3, [.. traces[0].Names.Select(name => new HeatMap(Turned(traces[0][name]), Units(), words.Split(questions[0])) { Title = name, ShowValues = false })]);
Console.WriteLine("Saved gates.png");

DataArray Tokens(IEnumerable<string> texts) => Sequences.Pad([.. texts.Select(text => vocabulary.Encode(words.Split(text)))], padding: SequenceEnd.Back);

int[] Days(IReadOnlyList<EverydayQuestion> from) => [.. from.Select(question => Array.IndexOf(days, question.Day))];

string[] Units() => [.. Enumerable.Range(0, traces[0].Units).Select(unit => $"{unit}")];

double Mean(float[,] values, int step) => Enumerable.Range(0, values.GetLength(1)).Average(unit => values[step, unit]);

double Distance(int step) => Math.Sqrt(Enumerable.Range(0, traces[0].Units).Sum(unit => Math.Pow(traces[0]["hidden"][step, unit] - traces[1]["hidden"][step, unit], 2)));

float[,] Turned(float[,] values)
{
    var turned = new float[values.GetLength(1), values.GetLength(0)];
    for (int t = 0; t < values.GetLength(0); t++)
    {
        for (int unit = 0; unit < values.GetLength(1); unit++) turned[unit, t] = values[t, unit];
    }

    return turned;
}
