using Unroll.Cli.Output;
using Unroll.Cli.Texts;
using Unroll.Cli.Training;
using Unroll.Datasets;
using Unroll.Plots;

namespace Unroll.Cli.Labs;

/// <summary>
/// What an LSTM's gates do while it reads the lecture's two questions, which differ in their first word alone. The model is that of
/// <c>unroll train sentence</c>, smaller: it learned what such questions ask, and about which day.
/// </summary>
internal static class GateLab
{
    private const int Units = 16;

    /// <param name="First">The first question's words.</param>
    /// <param name="Second">The second's.</param>
    /// <param name="One">The first question's trace.</param>
    /// <param name="Two">The second's.</param>
    /// <param name="Answers">What the model says of both.</param>
    /// <param name="Accuracy">The days told right of questions that it did not learn from.</param>
    public sealed record Result(IReadOnlyList<string> First, IReadOnlyList<string> Second, GateTrace One, GateTrace Two, IReadOnlyList<string> Answers, double Accuracy)
    {
        public int Length => First.Count;

        /// <summary>The words of both, the first of the one and of the other.</summary>
        public IReadOnlyList<string> Pairs => [$"{First[0]} / {Second[0]}", .. First.Skip(1)];

        /// <summary>The distance of the two hidden states after each word.</summary>
        public double[] HiddenDistances => Distances("hidden");

        /// <summary>The distance of the two cell states after each word.</summary>
        public double[] CellDistances => Distances("cell");

        /// <summary>The length of the first question's hidden state after each word, to hold distances against.</summary>
        public double[] Norms => [.. Enumerable.Range(0, Length).Select(t => double.Sqrt(Enumerable.Range(0, One.Units).Sum(u => double.Pow(One["hidden"][t, u], 2))))];

        /// <summary>A gate's mean over the units at each word of the first question.</summary>
        public double[] Mean(string gate) => [.. Enumerable.Range(0, Length).Select(t => GatePictures.Mean(One[gate], t))];

        private double[] Distances(string name) => [.. Enumerable.Range(0, Length)
            .Select(t => double.Sqrt(Enumerable.Range(0, One.Units).Sum(u => double.Pow(One[name][t, u] - (double)Two[name][t, u], 2))))];
    }

    public static Result Measure(LabSettings settings)
    {
        var (train, test) = Everyday.Questions();
        var around = SentenceTraining.SettingsFor(train, train);
        var model = SentenceTraining.NewModel(around, Units, Units, settings.Seed);
        model.Fit(SentenceTraining.Data(train, around), new FitOptions { BatchSize = 32, Epochs = settings.Quick ? 10 : 30 });

        var reader = new SentenceReader(model, around);
        GateTrace Trace(string sentence) => GateTrace.Of(model, Dataset.From(around.Encode([sentence])))[0];
        string Answer(string sentence) => string.Join(", ", reader.Predict(sentence).Select(said => said.Value[0].Label));
        string first = SentenceTraining.Lecture[0], second = SentenceTraining.Lecture[1];
        return new Result(
            around.Words(first),
            around.Words(second),
            Trace(first),
            Trace(second),
            [Answer(first), Answer(second)],
            model.Evaluate(SentenceTraining.Data(test, around))["day_accuracy"]);
    }

    public static void Report(Result result, LabFolder folder, Catalogue texts)
    {
        const string header = "layer,step,token,gate,unit,value";
        folder.Table("gates-today.csv", header, GatePictures.Rows(result.One.LayerName, result.One, result.First));
        folder.Table("gates-tomorrow.csv", header, GatePictures.Rows(result.Two.LayerName, result.Two, result.Second));
        folder.Table("distances.csv", "step,word,hidden_distance,cell_distance", Enumerable.Range(0, result.Length).Select(t =>
            $"{t},\"{result.Pairs[t]}\",{Invariant.Exact(result.HiddenDistances[t])},{Invariant.Exact(result.CellDistances[t])}"));
        folder.Picture("gates-today.png", path => GatePictures.Save(path, GatePictures.Of(result.One, result.First, Units, texts)));
        folder.Picture("gates-tomorrow.png", path => GatePictures.Save(path, GatePictures.Of(result.Two, result.Second, Units, texts)));
        folder.Picture("states.png", path => HeatMap.Save(path, Side(result.One, result.First, texts), Side(result.Two, result.Second, texts), Distances(result, texts)));
        folder.Page(texts.GatesTitle, texts.GatesReport(result));
    }

    private static HeatMap Side(GateTrace trace, IReadOnlyList<string> words, Catalogue texts) =>
        new(trace["hidden"], words, [.. Enumerable.Range(0, Units).Select(unit => $"{unit}")])
        {
            Title = texts.StateAfterEachWord(string.Join(' ', words)),
            ColumnsTitle = texts.Unit,
            Range = (-1, 1),
        };

    private static HeatMap Distances(Result result, Catalogue texts)
    {
        var values = new float[2, result.Length];
        for (int t = 0; t < result.Length; t++) (values[0, t], values[1, t]) = ((float)result.HiddenDistances[t], (float)result.CellDistances[t]);
        return new HeatMap(values, [texts.Gate("hidden"), texts.Gate("cell")], result.Pairs) { Title = texts.DistanceOfStates };
    }
}
