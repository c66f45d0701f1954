namespace Unroll;

/// <summary>How the scores of several classes become one.</summary>
public enum ScoreAverage
{
    /// <summary>They don't: one result a class (Keras: <c>None</c>).</summary>
    None,

    /// <summary>All classes are counted together (Keras: <c>micro</c>).</summary>
    Micro,

    /// <summary>Their mean (Keras: <c>macro</c>).</summary>
    Macro,

    /// <summary>Their mean, weighted by the targets of each class (Keras: <c>weighted</c>).</summary>
    Weighted,
}

/// <summary>
/// (1 + Beta²) precision * recall / (Beta² precision + recall). Targets are 0 and 1, both [batch, ..., classes].
/// A row's largest prediction counts as 1, or all above the threshold if it is set.
/// </summary>
public abstract class FScore : Metric
{
    private protected FScore(string name)
        : base(name)
    {
    }

    /// <summary>How the classes' scores become one.</summary>
    public ScoreAverage Average { get; init; }

    /// <summary>Predictions above it count as 1; a row's largest if null.</summary>
    public double? Threshold { get; init; }

    internal override IReadOnlyDictionary<string, object?> Config => new Dictionary<string, object?>
    {
        ["name"] = Name,
        ["average"] = Average switch { ScoreAverage.Micro => "micro", ScoreAverage.Macro => "macro", ScoreAverage.Weighted => "weighted", _ => null },
        ["threshold"] = Threshold,
    };

    /// <summary>How much more recall counts than precision.</summary>
    private protected abstract double Weighting { get; }

    /// <summary>The score, or where there is one a class their mean.</summary>
    internal override double Result(in MetricState state)
    {
        double[] results = Results(state);
        double sum = 0;
        foreach (double result in results)
            sum += result;
        return results.Length == 0 ? 0 : sum / results.Length;
    }

    internal override double[] Results(in MetricState state)
    {
        if (state.Cells is not { } cells)
            return [];
        int classes = cells.Length / 3;
        double[] scores = new double[classes];
        double all = 0, sum = 0, weighted = 0;
        for (int c = 0; c < classes; c++)
        {
            double tp = cells[3 * c], fp = cells[3 * c + 1], fn = cells[3 * c + 2];
            scores[c] = Score(tp, fp, fn);
            all += tp + fn;
            sum += scores[c];
            weighted += scores[c] * (tp + fn);
        }

        return Average switch
        {
            ScoreAverage.Macro => [sum / classes],
            ScoreAverage.Weighted => [all == 0 ? 0 : weighted / all],
            _ => scores,
        };
    }

    // For each class, or for all as one: true positives, false positives, false negatives.
    private protected override void Add(ref MetricState state, in MetricBatch batch)
    {
        bool together = Average == ScoreAverage.Micro;
        Span<double> cells = state.CellsOf(together ? 3 : 3 * batch.Classes);
        for (int i = 0; i < batch.Samples; i++)
        {
            ReadOnlySpan<float> row = batch.Prediction(i);
            Targets y = batch.Target(i);
            float largest = row[ArgMax(row)];
            double weight = batch.Weight(i);
            for (int c = 0; c < row.Length; c++)
            {
                bool predicted = Threshold is { } threshold ? row[c] > (float)threshold : row[c] >= largest && Math.Abs(row[c]) > 1e-9f;
                double actual = y.Value(c);
                Span<double> cell = cells[(together ? 0 : 3 * c)..];
                cell[0] += predicted ? weight * actual : 0;
                cell[1] += predicted ? weight * (1 - actual) : 0;
                cell[2] += predicted ? 0 : weight * actual;
            }
        }
    }

    private double Score(double tp, double fp, double fn)
    {
        double precision = tp + fp == 0 ? 0 : tp / (tp + fp), recall = tp + fn == 0 ? 0 : tp / (tp + fn);
        double square = Weighting * Weighting, divisor = square * precision + recall;
        return divisor == 0 ? 0 : (1 + square) * precision * recall / divisor;
    }
}

/// <summary>The harmonic mean of precision and recall (Keras: <c>F1Score</c>): <see cref="FBetaScore"/> with a Beta of 1.</summary>
public sealed class F1Score() : FScore("f1_score")
{
    private protected override double Weighting => 1;
}

/// <summary>The weighted harmonic mean of precision and recall (Keras: <c>FBetaScore</c>).</summary>
public sealed class FBetaScore() : FScore("fbeta_score")
{
    /// <summary>How much more recall counts than precision.</summary>
    public double Beta { get; init; } = 1;

    internal override IReadOnlyDictionary<string, object?> Config => new Dictionary<string, object?>(base.Config) { ["beta"] = Beta };

    private protected override double Weighting => Beta;
}
