namespace Unroll;

/// <summary>
/// The best that one rate is at any threshold where another rate is a given value or more (Keras: <c>SensitivitySpecificityBase</c>); 0 where it is so nowhere.
/// Targets are 0 and 1, predictions from 0 to 1, both [batch, ..., classes]; each is counted for itself.
/// </summary>
public abstract class OperatingPointMetric : Metric
{
    /// <summary>The most thresholds: each keeps two numbers.</summary>
    internal const int MostThresholds = 1_000_000;

    private readonly string _option;

    private protected OperatingPointMetric(string name, string option, double least)
        : base(name)
    {
        if (!(least is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(option, least, $"{GetType().Name} takes a {option} from 0 to 1.");
        (_option, Least) = (option, least);
    }

    /// <summary>How many thresholds are tried, evenly from 0 to 1; a single one is 0.5.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1, or above a million.</exception>
    public int NumThresholds
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(NumThresholds));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MostThresholds, nameof(NumThresholds));
            field = value;
        }
    } = 200;

    /// <summary>Where set, only this class is counted.</summary>
    public int? ClassId { get; init; }

    internal override IReadOnlyDictionary<string, object?> Config => new Dictionary<string, object?>
    {
        ["name"] = Name,
        ["class_id"] = ClassId,
        ["num_thresholds"] = NumThresholds,
        [_option] = Least,
    };

    /// <summary>What the other rate is at least. Keras: <c>specificity</c>, <c>sensitivity</c>, <c>recall</c> or <c>precision</c>.</summary>
    public double Least { get; }

    private protected override bool TakesWeightsOfClasses => true;

    /// <summary>The rate that is given and the one that is wanted, at one threshold.</summary>
    /// <param name="tp">Positives above the threshold.</param>
    /// <param name="fp">Negatives above it.</param>
    /// <param name="positives">All positives.</param>
    /// <param name="negatives">All negatives.</param>
    private protected abstract (double Given, double Wanted) Rates(double tp, double fp, double positives, double negatives);

    private protected static double Part(double x, double of) => of > 0 ? x / of : 0;

    internal override double Result(in MetricState state)
    {
        if (state.Cells is not { } cells)
            return 0;
        ReadOnlySpan<double> yes = cells.AsSpan(0, NumThresholds + 1), no = cells.AsSpan(NumThresholds + 1);
        double positives = 0, negatives = 0, tp = 0, fp = 0, best = 0;
        for (int i = 0; i <= NumThresholds; i++)
            (positives, negatives) = (positives + yes[i], negatives + no[i]);

        // From the highest threshold down: what is above it. Rates are compared in float32, as Keras does, where 0.7 of 10 is 7.
        for (int i = NumThresholds; i > 0; i--)
        {
            (tp, fp) = (tp + yes[i], fp + no[i]);
            (double given, double wanted) = Rates(tp, fp, positives, negatives);
            if ((float)given >= (float)Least)
                best = Math.Max(best, wanted);
        }

        return best;
    }

    // Positives, then negatives: those above no threshold, and those whose last threshold is the first, the second and so on.
    private protected override void Add(ref MetricState state, in MetricBatch batch)
    {
        if (ClassId is { } id && (uint)id >= (uint)batch.Classes)
            Throw.Shape($"Metric '{Name}' counts class {id}, but the model predicts {batch.Classes} classes, 0 to {batch.Classes - 1}.");
        Span<double> cells = state.CellsOf(2 * (NumThresholds + 1));
        for (int i = 0; i < batch.Samples; i++)
        {
            ReadOnlySpan<float> row = batch.Prediction(i);
            Targets y = batch.Target(i);
            for (int c = ClassId ?? 0; c < (ClassId + 1 ?? batch.Classes); c++)
            {
                int last = NumThresholds > 1 ? EvenThresholds.LastBelow(row[c], NumThresholds) : row[c] > 0.5f ? 0 : -1;
                cells[last + 1 + (y.Value(c) != 0 ? 0 : NumThresholds + 1)] += batch.Weight(i, c);
            }
        }
    }
}

/// <summary>The best sensitivity, the part of positives that are found, where the specificity, the part of negatives that are not, is a value or more (Keras: <c>SensitivityAtSpecificity</c>).</summary>
/// <param name="specificity">The value, from 0 to 1.</param>
public sealed class SensitivityAtSpecificity(double specificity) : OperatingPointMetric("sensitivity_at_specificity", "specificity", specificity)
{
    private protected override (double Given, double Wanted) Rates(double tp, double fp, double positives, double negatives) =>
        (Part(negatives - fp, negatives), Part(tp, positives));
}

/// <summary>The best specificity, the part of negatives that are not taken for positive, where the sensitivity, the part of positives that are, is a value or more (Keras: <c>SpecificityAtSensitivity</c>).</summary>
/// <param name="sensitivity">The value, from 0 to 1.</param>
public sealed class SpecificityAtSensitivity(double sensitivity) : OperatingPointMetric("specificity_at_sensitivity", "sensitivity", sensitivity)
{
    private protected override (double Given, double Wanted) Rates(double tp, double fp, double positives, double negatives) =>
        (Part(tp, positives), Part(negatives - fp, negatives));
}

/// <summary>The best precision where the recall is a value or more (Keras: <c>PrecisionAtRecall</c>).</summary>
/// <param name="recall">The value, from 0 to 1.</param>
public sealed class PrecisionAtRecall(double recall) : OperatingPointMetric("precision_at_recall", "recall", recall)
{
    private protected override (double Given, double Wanted) Rates(double tp, double fp, double positives, double negatives) =>
        (Part(tp, positives), Part(tp, tp + fp));
}

/// <summary>The best recall where the precision is a value or more (Keras: <c>RecallAtPrecision</c>).</summary>
/// <param name="precision">The value, from 0 to 1.</param>
public sealed class RecallAtPrecision(double precision) : OperatingPointMetric("recall_at_precision", "precision", precision)
{
    private protected override (double Given, double Wanted) Rates(double tp, double fp, double positives, double negatives) =>
        (Part(tp, tp + fp), Part(tp, positives));
}
