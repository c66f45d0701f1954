namespace Unroll;

/// <summary>
/// What counts predictions above a threshold that are right, and those that are not. Targets are 0 and 1, predictions from 0 to 1, both [batch, ..., classes];
/// each is counted for itself.
/// </summary>
public abstract class ConfusionMetric : Metric
{
    private static readonly double[] s_half = [0.5];
    private static readonly double[] s_none = [double.NegativeInfinity];

    private protected ConfusionMetric(string name)
        : base(name)
    {
    }

    /// <summary>Predictions above it count as 1; one result for each threshold. 0.5 if null, and none at all with <see cref="TopK"/>.</summary>
    public IReadOnlyList<double>? Thresholds { get; init; }

    /// <summary>Where set, only the k largest predictions of a row can count as 1.</summary>
    public int? TopK { get; init; }

    /// <summary>Where set, only this class is counted.</summary>
    public int? ClassId { get; init; }

    internal override IReadOnlyDictionary<string, object?> Config => new Dictionary<string, object?>
    {
        ["name"] = Name,
        ["thresholds"] = Thresholds is { Count: 1 } ? Thresholds[0] : Thresholds,
        ["top_k"] = TopK,
        ["class_id"] = ClassId,
    };

    /// <summary>The first threshold's result.</summary>
    internal override double Result(in MetricState state) => Rate(state.Cells, 0);

    internal override double[] Results(in MetricState state)
    {
        double[] results = new double[Limits.Count];
        for (int t = 0; t < results.Length; t++)
            results[t] = Rate(state.Cells, t);
        return results;
    }

    private protected override bool TakesWeightsOfClasses => true;

    private IReadOnlyList<double> Limits => Thresholds ?? (TopK is null ? s_half : s_none);

    /// <summary>Whether a prediction that is not right counts against the metric.</summary>
    private protected abstract bool CountsAgainst(bool predicted);

    private protected override void Add(ref MetricState state, in MetricBatch batch)
    {
        IReadOnlyList<double> limits = Limits;
        Span<double> cells = state.CellsOf(2 * limits.Count);
        if (ClassId is { } id && (uint)id >= (uint)batch.Classes)
            Throw.Shape($"Metric '{Name}' counts class {id}, but the model predicts {batch.Classes} classes, 0 to {batch.Classes - 1}.");
        for (int i = 0; i < batch.Samples; i++)
        {
            ReadOnlySpan<float> row = batch.Prediction(i);
            Targets y = batch.Target(i);
            (float least, int last) = TopK is { } k ? KthLargest(row, k) : (float.NegativeInfinity, -1);
            for (int c = ClassId ?? 0; c < (ClassId + 1 ?? batch.Classes); c++)
            {
                bool inTop = TopK is null || row[c] > least || (row[c] == least && c <= last);
                for (int t = 0; t < limits.Count; t++)
                {
                    bool predicted = inTop && row[c] > (float)limits[t];
                    bool actual = y.Value(c) != 0;
                    if (predicted && actual)
                        cells[2 * t] += batch.Weight(i, c);
                    else if (predicted != actual && CountsAgainst(predicted))
                        cells[(2 * t) + 1] += batch.Weight(i, c);
                }
            }
        }
    }

    private static double Rate(double[]? cells, int threshold)
    {
        if (cells is null)
            return 0;
        double all = cells[2 * threshold] + cells[(2 * threshold) + 1];
        return all == 0 ? 0 : cells[2 * threshold] / all;
    }

    /// <summary>The k-th largest value and its place; of equals the first is the larger.</summary>
    private static (float Value, int Place) KthLargest(ReadOnlySpan<float> row, int k)
    {
        (float value, int place) = (float.PositiveInfinity, -1);
        for (int n = 0; n < Math.Min(k, row.Length); n++)
        {
            int best = -1;
            for (int c = 0; c < row.Length; c++)
            {
                bool left = row[c] < value || (row[c] == value && c > place);
                if (left && (best < 0 || row[c] > row[best]))
                    best = c;
            }

            if (best < 0)
                break;
            (value, place) = (row[best], best);
        }

        return (value, place);
    }
}

/// <summary>The part of predictions above the threshold whose targets are 1 (Keras: <c>Precision</c>).</summary>
public sealed class Precision() : ConfusionMetric("precision")
{
    private protected override bool CountsAgainst(bool predicted) => predicted;
}

/// <summary>The part of targets of 1 whose predictions are above the threshold (Keras: <c>Recall</c>).</summary>
public sealed class Recall() : ConfusionMetric("recall")
{
    private protected override bool CountsAgainst(bool predicted) => !predicted;
}
