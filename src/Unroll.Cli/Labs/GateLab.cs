using Unroll.Cli.Output;
using Unroll.Cli.Texts;
using Unroll.Plots;

namespace Unroll.Cli.Labs;

/// <summary>
/// What an LSTM's gates do while it reads the lecture's two questions, which differ in their first word alone. The model learned to tell
/// the day and the matter of such questions.
/// </summary>
internal static class GateLab
{
    private const int Units = 16;
    private const int Length = 4;

    private static readonly string[] Days = ["오늘", "내일", "어제"];
    private static readonly (string Word, string Matter)[] Matters = [("주가가", "주가"), ("환율이", "환율"), ("기온이", "기온"), ("강수량이", "강수량")];
    private static readonly string[][] Endings = [["몇이야", "?"], ["얼마야", "?"], ["어떻게", "돼?"], ["궁금해", "."]];

    public static readonly string[] First = ["오늘", "주가가", "몇이야", "?"];
    public static readonly string[] Second = ["내일", "주가가", "몇이야", "?"];

    /// <param name="One">The first question's trace.</param>
    /// <param name="Two">The second's.</param>
    /// <param name="Answers">What the model answers to both.</param>
    /// <param name="Accuracy">On all questions.</param>
    public sealed record Result(GateTrace One, GateTrace Two, IReadOnlyList<string> Answers, double Accuracy)
    {
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
        var questions = from day in Days from matter in Matters from ending in Endings select (Words: (string[])[day, matter.Word, .. ending], Answer: $"{day} {matter.Matter}");
        var all = questions.ToArray();
        string[] vocabulary = [.. all.SelectMany(question => question.Words).Distinct()];
        string[] answers = [.. all.Select(question => question.Answer).Distinct()];
        int Token(string word) => 1 + Array.IndexOf(vocabulary, word);
        var x = new DataArray([.. all.SelectMany(question => question.Words.Select(Token))], all.Length, Length);
        int[] y = [.. all.Select(question => Array.IndexOf(answers, question.Answer))];

        var model = new Sequential(settings.Seed)
        {
            new Embedding(vocabulary.Length + 1, Units), new Lstm(Units), new Dense(answers.Length) { Activation = Activation.Softmax },
        };
        model.Compile(Loss.SparseCategoricalCrossentropy, new Adam { LearningRate = 0.01 }, metrics: [Metric.SparseCategoricalAccuracy]);
        model.Fit(x, y, new FitOptions { BatchSize = 8, Epochs = settings.Quick ? 40 : 100 });

        DataArray One(string[] words) => new([.. words.Select(Token)], 1, Length);
        string Answer(string[] words)
        {
            float[] probabilities = [.. model.Predict(One(words))];
            return answers[Array.IndexOf(probabilities, probabilities.Max())];
        }

        return new Result(
            GateTrace.Of(model, Dataset.From(One(First)))[0],
            GateTrace.Of(model, Dataset.From(One(Second)))[0],
            [Answer(First), Answer(Second)],
            model.Evaluate(x, y)["sparse_categorical_accuracy"]);
    }

    public static void Report(Result result, LabFolder folder, Catalogue texts)
    {
        const string header = "layer,step,token,gate,unit,value";
        folder.Table("gates-today.csv", header, GatePictures.Rows(result.One, First));
        folder.Table("gates-tomorrow.csv", header, GatePictures.Rows(result.Two, Second));
        folder.Table("distances.csv", "step,word,hidden_distance,cell_distance", Enumerable.Range(0, Length).Select(t =>
            $"{t},{(t == 0 ? $"{First[0]} / {Second[0]}" : First[t])},{Invariant.Exact(result.HiddenDistances[t])},{Invariant.Exact(result.CellDistances[t])}"));
        folder.Picture("gates-today.png", path => HeatMap.Save(path, GatePictures.Of(result.One, First, Units, texts)));
        folder.Picture("gates-tomorrow.png", path => HeatMap.Save(path, GatePictures.Of(result.Two, Second, Units, texts)));
        folder.Picture("states.png", path => HeatMap.Save(path, Side(result, First, texts), Side(result, Second, texts), Distances(result, texts)));
        folder.Page(texts.GatesTitle, texts.GatesReport(result));
    }

    private static HeatMap Side(Result result, string[] words, Catalogue texts)
    {
        float[,] hidden = (words == First ? result.One : result.Two)["hidden"];
        var values = new float[Length, Units];
        Array.Copy(hidden, values, values.Length);
        return new HeatMap(values, words, [.. Enumerable.Range(0, Units).Select(unit => $"{unit}")])
        {
            Title = texts.StateAfterEachWord(string.Join(' ', words)),
            ColumnsTitle = texts.Unit,
            Range = (-1, 1),
        };
    }

    private static HeatMap Distances(Result result, Catalogue texts)
    {
        var values = new float[2, Length];
        for (int t = 0; t < Length; t++) (values[0, t], values[1, t]) = ((float)result.HiddenDistances[t], (float)result.CellDistances[t]);
        return new HeatMap(values, [texts.Gate("hidden"), texts.Gate("cell")], [$"{First[0]} / {Second[0]}", .. First[1..]]) { Title = texts.DistanceOfStates };
    }
}
