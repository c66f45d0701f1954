namespace Unroll;

/// <summary>
/// How many predictions are on one side of a threshold and have targets of one kind, each with its weight. Targets are 0 and 1, predictions from 0 to 1,
/// both [batch, ..., classes]; each is counted for itself.
/// </summary>
public abstract class ConfusionCount : Metric
{
    private static readonly double[] s_half = [0.5];

    private readonly bool _predicted;
    private readonly bool _actual;

    private protected ConfusionCount(string name, bool predicted, bool actual)
        : base(name) => (_predicted, _actual) = (predicted, actual);

    /// <summary>Predictions above it count as 1; one result for each threshold. 0.5 if null.</summary>
    public IReadOnlyList<double>? Thresholds { get; init; }

    internal override IReadOnlyDictionary<string, object?> Config => new Dictionary<string, object?>
    {
        ["name"] = Name,
        ["thresholds"] = Thresholds is { Count: 1 } ? Thresholds[0] : Thresholds,
    };

    internal override bool HigherIsBetter => _predicted == _actual;

    /// <summary>The first threshold's result.</summary>
    internal override double Result(in MetricState state) => state.Cells?[0] ?? 0;

    internal override double[] Results(in MetricState state) => state.Cells?.ToArray() ?? new double[Limits.Count];

    private protected override bool TakesWeightsOfClasses => true;

    private IReadOnlyList<double> Limits => Thresholds ?? s_half;

    private protected override void Add(ref MetricState state, in MetricBatch batch)
    {
        Span<double> cells = state.CellsOf(Limits.Count);
        for (int i = 0; i < batch.Samples; i++)
        {
            ReadOnlySpan<float> row = batch.Prediction(i);
            Targets y = batch.Target(i);
            for (int c = 0; c < row.Length; c++)
            {
                for (int t = 0; t < cells.Length; t++)
                {
                    if (row[c] > (float)Limits[t] == _predicted && y.Value(c) != 0 == _actual)
                    {
                        cells[t] += batch.Weight(i, c);
                    }
                }
            }
        }
    }
}

/// <summary>Predictions above the threshold whose targets are 1 (Keras: <c>TruePositives</c>).</summary>
public sealed class TruePositives() : ConfusionCount("true_positives", predicted: true, actual: true);

/// <summary>Predictions above the threshold whose targets are 0 (Keras: <c>FalsePositives</c>).</summary>
public sealed class FalsePositives() : ConfusionCount("false_positives", predicted: true, actual: false);

/// <summary>Predictions up to the threshold whose targets are 0 (Keras: <c>TrueNegatives</c>).</summary>
public sealed class TrueNegatives() : ConfusionCount("true_negatives", predicted: false, actual: false);

/// <summary>Predictions up to the threshold whose targets are 1 (Keras: <c>FalseNegatives</c>).</summary>
public sealed class FalseNegatives() : ConfusionCount("false_negatives", predicted: false, actual: true);
