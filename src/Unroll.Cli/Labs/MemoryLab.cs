using Unroll.Cli.Output;
using Unroll.Cli.Texts;
using Unroll.Plots;

namespace Unroll.Cli.Labs;

/// <summary>
/// Feed-forward against recurrent networks where order matters and lengths differ: a sequence holds A and B once each among other tokens,
/// and the question is which came first. Trained on 5 to 20 tokens, tested on such and on 21 to 40.
/// </summary>
internal static class MemoryLab
{
    private const int A = 1;
    private const int B = 2;
    private const int FirstOther = 3;
    private const int Tokens = 13;
    private const int Width = 40;
    private const int Embedded = 8;
    private const int Units = 32;

    public const string Bag = "bag of words";
    public const string Window = "window";

    /// <summary>A network's accuracy on sequences as long as in training, and on longer ones.</summary>
    public sealed record Outcome(string Name, bool IsRecurrent, long Parameters, double Short, double Long);

    /// <param name="Outcomes">One for each network.</param>
    /// <param name="Samples">Training sequences.</param>
    public sealed record Result(IReadOnlyList<Outcome> Outcomes, int Samples)
    {
        public Outcome Of(string name) => Outcomes.Single(outcome => outcome.Name == name);

        public IEnumerable<Outcome> Recurrent => Outcomes.Where(outcome => outcome.IsRecurrent);
    }

    private sealed record Data(DataArray X, DataArray Y);

    public static Result Measure(LabSettings settings, Action<string>? progress = null)
    {
        int samples = settings.Quick ? 1000 : 4000;
        var random = new LabRandom(settings.Seed);
        Data train = Sequences(random, samples, 5, 20), same = Sequences(random, 1000, 5, 20), longer = Sequences(random, 1000, 21, Width);
        (string Name, bool IsRecurrent, Layer[] Layers)[] networks =
        [
            (Bag, false, [new GlobalAveragePooling1D(), new Dense(Units) { Activation = Activation.Relu }]),
            (Window, false, [new Flatten(), new Dense(2 * Units) { Activation = Activation.Relu }]),
            ("SimpleRNN", true, [new SimpleRnn(Units)]),
            ("LSTM", true, [new Lstm(Units)]),
            ("GRU", true, [new Gru(Units)]),
        ];
        var outcomes = new List<Outcome>();
        foreach (var (name, isRecurrent, layers) in networks)
        {
            progress?.Invoke(name);
            var model = new Sequential(settings.Seed) { new InputLayer(Width) { Type = ElementType.Int32 }, new Embedding(Tokens, Embedded) { MaskZero = name != Window } };
            foreach (var layer in layers) model.Add(layer);
            model.Add(new Dense(1) { Activation = Activation.Sigmoid });
            model.Compile(Loss.BinaryCrossentropy, new Adam { LearningRate = 0.003 }, metrics: [Metric.BinaryAccuracy]);
            model.Fit(train.X, train.Y, new FitOptions { BatchSize = 50, Epochs = settings.Quick ? 12 : 20 });
            double Accuracy(Data data) => model.Evaluate(data.X, data.Y, batchSize: 250)["binary_accuracy"];
            outcomes.Add(new Outcome(name, isRecurrent, model.ParameterCount, Accuracy(same), Accuracy(longer)));
        }

        return new Result(outcomes, samples);
    }

    public static void Report(Result result, LabFolder folder, Catalogue texts)
    {
        folder.Table("memory.csv", "network,parameters,accuracy_5_to_20,accuracy_21_to_40", result.Outcomes.Select(outcome =>
            $"{outcome.Name},{outcome.Parameters},{Invariant.Exact(outcome.Short)},{Invariant.Exact(outcome.Long)}"));
        var values = new float[result.Outcomes.Count, 2];
        for (int i = 0; i < result.Outcomes.Count; i++) (values[i, 0], values[i, 1]) = ((float)result.Outcomes[i].Short, (float)result.Outcomes[i].Long);
        var map = new HeatMap(values, [.. result.Outcomes.Select(outcome => texts.Network(outcome.Name))], [texts.TokensFromTo(5, 20), texts.TokensFromTo(21, Width)])
        {
            Title = texts.MemoryTitle,
            Range = (0.5f, 1),
        };
        folder.Picture("memory.png", map.Save);
        folder.Page(texts.MemoryTitle, texts.MemoryReport(result));
    }

    /// <summary>Sequences padded in front to the greatest length; half of them have A first.</summary>
    private static Data Sequences(LabRandom random, int count, int shortest, int longest)
    {
        var x = new int[count * Width];
        var y = new float[count];
        for (int row = 0; row < count; row++)
        {
            int length = shortest + random.Below(longest - shortest + 1);
            var tokens = x.AsSpan(((row + 1) * Width) - length, length);
            for (int t = 0; t < length; t++) tokens[t] = FirstOther + random.Below(Tokens - FirstOther);
            int first = random.Below(length), second = random.Below(length - 1);
            if (second >= first) second++;
            y[row] = row % 2;
            (int early, int late) = (Math.Min(first, second), Math.Max(first, second));
            (tokens[early], tokens[late]) = y[row] == 1 ? (A, B) : (B, A);
        }

        return new Data(new DataArray(x, count, Width), new DataArray(y, count, 1));
    }
}
