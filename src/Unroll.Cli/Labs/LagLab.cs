using System.Diagnostics;
using Unroll.Cli.Output;
using Unroll.Cli.Texts;
using Unroll.Plots;

namespace Unroll.Cli.Labs;

/// <summary>
/// How far back each cell learns to look, on tasks after Hochreiter and Schmidhuber (1997): a symbol to be copied after a lag of blanks, or of other symbols
/// that distract, and two marked numbers of a long series to be added. The lag grows until a cell fails to learn it in a given number of steps.
/// </summary>
internal static class LagLab
{
    public const string Copy = "copy";
    public const string Distracted = "distracted";
    public const string Adding = "adding";
    public const string Plain = "SimpleRNN";

    /// <summary>An LSTM whose forget gates begin nearly open, as those of 1997, which had none, always were.</summary>
    public const string OpenLstm = "LSTM, forget bias 4";

    private const int Units = 32;
    private const int BatchSize = 32;
    private const int StepsPerRound = 50;
    private const int Symbols = 8;
    private const int Blank = 2 * Symbols;
    private const int Cue = Blank + 1;
    private const int CopyFeatures = Cue + 1;
    private const double CopyGoal = 0.99;
    private const double AddingGoal = 0.01;

    /// <summary>One training: how many steps it took to learn, or none, and what it reached: accuracy (copy) or mean squared error (adding).</summary>
    public sealed record Run(string Task, string Cell, int Lag, int? Steps, double Reached, TimeSpan Time);

    /// <param name="Runs">All trainings.</param>
    /// <param name="Lags">The lags that were tried, growing.</param>
    /// <param name="Steps">The most steps that a cell got for a lag.</param>
    public sealed record Result(IReadOnlyList<Run> Runs, IReadOnlyList<int> Lags, int Steps)
    {
        public static IReadOnlyList<string> Cells => [.. LagLab.Cells.Select(cell => cell.Name)];

        /// <summary>The greatest lag that a cell learned; 0 for none.</summary>
        public int Reached(string task, string cell) => Runs.Where(run => run.Task == task && run.Cell == cell && run.Steps is not null).Max(run => (int?)run.Lag) ?? 0;
    }

    public static readonly string[] Tasks = [Copy, Distracted, Adding];

    private static readonly (string Name, Func<Layer> New, float? ForgetBias)[] Cells =
    [
        (Plain, () => new SimpleRnn(Units) { ReturnSequences = true }, null),
        ("LSTM", () => new Lstm(Units) { ReturnSequences = true }, null),
        ("GRU", () => new Gru(Units) { ReturnSequences = true }, null),
        (OpenLstm, () => new Lstm(Units) { ReturnSequences = true }, GradientLab.OpenBias),
    ];

    public static Result Measure(LabSettings settings, Action<string>? progress = null)
    {
        int[] lags = settings.Quick ? [5, 10] : [10, 20, 50, 100, 200];
        int steps = settings.Quick ? 500 : 3000;
        var runs = new List<Run>();
        foreach (string task in Tasks)
        {
            foreach (var (cell, layer, forgetBias) in Cells)
            {
                // A cell that fails at a lag is not asked for a longer one.
                foreach (int lag in lags)
                {
                    progress?.Invoke($"{task} {cell} {lag}");
                    runs.Add(Learn(task, cell, layer(), forgetBias, lag, steps, settings.Seed));
                    if (runs[^1].Steps is null) break;
                }
            }
        }

        return new Result(runs, lags, steps);
    }

    public static void Report(Result result, LabFolder folder, Catalogue texts)
    {
        folder.Table("lag.csv", "task,cell,lag,steps_to_learn,reached,seconds", result.Runs.Select(run =>
            $"{run.Task},\"{run.Cell}\",{run.Lag},{run.Steps},{Invariant.Exact(run.Reached)},{run.Time.TotalSeconds.ToString("F1", System.Globalization.CultureInfo.InvariantCulture)}"));
        foreach (string task in Tasks)
        {
            var plot = new LinePlot { Title = texts.LagTitle(task), XTitle = texts.Lag, YTitle = texts.StepsToLearn, Size = (640, 400) };
            foreach (string cell in Result.Cells)
            {
                var learned = result.Runs.Where(run => run.Task == task && run.Cell == cell && run.Steps is not null).ToArray();
                if (learned.Length > 0) plot.Add(cell, [.. learned.Select(run => (double)run.Lag)], [.. learned.Select(run => (double)run.Steps!)]);
            }

            if (result.Runs.Any(run => run.Task == task && run.Steps is not null)) folder.Picture($"lag-{task}.png", plot.Save);
        }

        folder.Page(texts.LagsTitle, texts.LagReport(result));
    }

    private static Run Learn(string task, string cell, Layer layer, float? forgetBias, int lag, int steps, ulong seed)
    {
        var watch = Stopwatch.StartNew();
        bool isCopy = task != Adding;
        var model = isCopy ? CopyModel(layer, lag, seed) : AddingModel(layer, lag, seed);
        if (forgetBias is { } bias) ForgetGate.Set(model, layer, bias);
        var random = new LabRandom(seed);
        Func<int, Batch> make = isCopy ? count => CopyBatch(random, count, lag, task == Distracted) : count => AddingBatch(random, count, lag);
        var test = Dataset.FromBatches([make(512)]);
        double reached = isCopy ? 0 : double.PositiveInfinity;
        for (int done = 0; done < steps;)
        {
            Batch[] batches = [.. Enumerable.Range(0, StepsPerRound).Select(_ => make(BatchSize))];
            try
            {
                model.Fit(Dataset.FromBatches(batches));
            }
            catch (NotFiniteNumberException)
            {
                break;
            }

            done += StepsPerRound;
            var measured = model.Evaluate(test);
            double now = measured[isCopy ? "sparse_categorical_accuracy" : "loss"];
            reached = isCopy ? Math.Max(reached, now) : Math.Min(reached, now);
            if (isCopy ? now >= CopyGoal : now <= AddingGoal) return new Run(task, cell, lag, done, now, watch.Elapsed);
        }

        return new Run(task, cell, lag, null, reached, watch.Elapsed);
    }

    private static Sequential CopyModel(Layer layer, int lag, ulong seed)
    {
        var model = new Sequential(seed)
        {
            new InputLayer(lag + 1, CopyFeatures), layer, new Cropping1D(lag, 0), new Dense(Symbols) { Activation = Activation.Softmax },
        };
        model.Compile(Loss.SparseCategoricalCrossentropy, new Adam { LearningRate = 0.003, ClipNorm = 1 }, metrics: [Metric.SparseCategoricalAccuracy]);
        return model;
    }

    private static Sequential AddingModel(Layer layer, int lag, ulong seed)
    {
        var model = new Sequential(seed) { new InputLayer(lag, 2), layer, new Cropping1D(lag - 1, 0), new Flatten(), new Dense(1) };
        model.Compile(Loss.MeanSquaredError, new Adam { LearningRate = 0.003, ClipNorm = 1 });
        return model;
    }

    /// <summary>A symbol, then blanks or distracting symbols, and at <paramref name="lag"/> a cue, at which the symbol is to be told.</summary>
    private static Batch CopyBatch(LabRandom random, int count, int lag, bool distracts)
    {
        int length = lag + 1;
        var x = new float[count * length * CopyFeatures];
        var y = new int[count];
        for (int row = 0; row < count; row++)
        {
            y[row] = random.Below(Symbols);
            for (int t = 0; t < length; t++)
            {
                int feature = t == 0 ? y[row] : t == lag ? Cue : distracts ? Symbols + random.Below(Symbols) : Blank;
                x[(((row * length) + t) * CopyFeatures) + feature] = 1;
            }
        }

        return new Batch(new DataArray(x, count, length, CopyFeatures), new DataArray(y, count, 1));
    }

    /// <summary>Numbers from 0 to 1, one marked in each half; their sum is the target.</summary>
    private static Batch AddingBatch(LabRandom random, int count, int lag)
    {
        var x = new float[count * lag * 2];
        var y = new float[count];
        for (int row = 0; row < count; row++)
        {
            var steps = x.AsSpan(row * lag * 2, lag * 2);
            for (int t = 0; t < lag; t++) steps[2 * t] = random.Uniform();
            foreach (int marked in new[] { random.Below(lag / 2), (lag / 2) + random.Below(lag - (lag / 2)) })
            {
                steps[(2 * marked) + 1] = 1;
                y[row] += steps[2 * marked];
            }
        }

        return new Batch(new DataArray(x, count, lag, 2), new DataArray(y, count, 1));
    }
}
