using Unroll.Kernels;

namespace Unroll;

/// <summary>The curve whose area <see cref="Auc"/> takes.</summary>
public enum AucCurve
{
    /// <summary>The rate of true positives over that of false positives (Keras: <c>ROC</c>).</summary>
    Roc,

    /// <summary>Precision over recall (Keras: <c>PR</c>).</summary>
    PrecisionRecall,

    /// <summary>The gain of precision over that of recall, against always saying yes (Flach and Kull, 2015; Keras: <c>PRGAIN</c>).</summary>
    PrecisionRecallGain,
}

/// <summary>How <see cref="Auc"/> sums between two thresholds.</summary>
public enum AucSummation
{
    /// <summary>The curve's middle; for precision over recall the interpolation of Davis and Goadrich, 2006 (Keras: <c>interpolation</c>).</summary>
    Interpolation,

    /// <summary>The lower end (Keras: <c>minoring</c>).</summary>
    Minoring,

    /// <summary>The higher end (Keras: <c>majoring</c>).</summary>
    Majoring,
}

/// <summary>
/// The area under a curve over thresholds (Keras: <c>AUC</c>). Targets are 0 and 1, predictions from 0 to 1, both [batch, ..., classes]; each is counted
/// for itself, or with <see cref="MultiLabel"/> each class has a curve of its own.
/// </summary>
public sealed class Auc() : Metric("auc")
{
    private float[]? _uneven;

    /// <inheritdoc/>
    public override string ClassName => "AUC";

    /// <summary>How many thresholds there are, the two ends included; they lie evenly, unless <see cref="Thresholds"/> are given.</summary>
    public int NumThresholds
    {
        get => Thresholds is null ? field : Thresholds.Count + 2;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 2, nameof(NumThresholds));
            field = value;
        }
    } = 200;

    /// <summary>The thresholds, in their order, without the two ends; evenly spaced ones by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number that is not from 0 to 1.</exception>
    public IReadOnlyList<double>? Thresholds
    {
        get;
        init
        {
            double[]? sorted = value is null ? null : [.. value.Order()];
            if (sorted is { Length: > 0 } && !(sorted[0] >= 0 && sorted[^1] <= 1))
            {
                throw new ArgumentOutOfRangeException(nameof(value), "Thresholds lie from 0 to 1.");
            }
            field = sorted;
            _uneven = sorted is null || IsEven(sorted) ? null : [float.NegativeInfinity, .. sorted.Select(static t => (float)t), float.PositiveInfinity];
        }
    }

    /// <summary>The curve.</summary>
    public AucCurve Curve { get; init; }

    /// <summary>How the area is summed.</summary>
    public AucSummation Summation { get; init; }

    /// <summary>Whether each class has a curve of its own, and the result is the mean of their areas.</summary>
    public bool MultiLabel { get; init; }

    /// <summary>How much each class counts, in the mean of the areas or in the one curve; as much as the others by default.</summary>
    public IReadOnlyList<double>? LabelWeights { get; init; }

    /// <summary>Whether the predictions are logits, the values before a sigmoid.</summary>
    public bool FromLogits { get; init; }

    internal override IReadOnlyDictionary<string, object?> Config
    {
        get
        {
            var config = new Dictionary<string, object?>
            {
                ["name"] = Name,
                ["num_thresholds"] = NumThresholds,
                ["curve"] = Curve switch { AucCurve.Roc => "ROC", AucCurve.PrecisionRecall => "PR", _ => "PRGAIN" },
                ["summation_method"] = Summation switch { AucSummation.Minoring => "minoring", AucSummation.Majoring => "majoring", _ => "interpolation" },
                ["multi_label"] = MultiLabel,
                ["num_labels"] = null,
                ["label_weights"] = LabelWeights?.ToArray(),
                ["from_logits"] = FromLogits,
            };
            if (Thresholds is not null)
            {
                config["thresholds"] = Thresholds.ToArray();
            }
            return config;
        }
    }

    private protected override bool TakesWeightsOfClasses => true;

    internal override double Result(in MetricState state)
    {
        if (state.Cells is null)
            return 0;
        int size = 2 * NumThresholds, labels = state.Cells.Length / size;
        double area = 0, weights = 0;
        for (int label = 0; label < labels; label++)
        {
            double weight = MultiLabel ? WeightOf(label) : 1;
            area += weight * Area(state.Cells.AsSpan(label * size, size));
            weights += weight;
        }

        return Part(area, weights);
    }

    /// <param name="cells">Positives, then negatives, from threshold to threshold.</param>
    private double Area(ReadOnlySpan<double> cells)
    {
        double positives = 0, negatives = 0;
        for (int t = 0; t < NumThresholds; t++)
        {
            positives += cells[t];
            negatives += cells[NumThresholds + t];
        }

        // From the highest threshold down: what is above it.
        double area = 0, tp = cells[NumThresholds - 1], fp = cells[^1];
        for (int t = NumThresholds - 2; t >= 0; t--)
        {
            double more = tp + cells[t], moreFalse = fp + cells[NumThresholds + t];
            area += Curve == AucCurve.PrecisionRecall && Summation == AucSummation.Interpolation
                ? Interpolated(tp, fp, more, moreFalse, positives)
                : Rectangle(tp, fp, more, moreFalse, positives, negatives);
            (tp, fp) = (more, moreFalse);
        }

        return area;
    }

    private protected override void Add(ref MetricState state, in MetricBatch batch)
    {
        if (LabelWeights is not null && LabelWeights.Count != batch.Classes)
        {
            Throw.Shape($"Metric '{Name}' has {LabelWeights.Count} label weights, but the predictions have {batch.Classes} classes. Give one for each.");
        }
        Span<double> cells = state.CellsOf((MultiLabel ? batch.Classes : 1) * 2 * NumThresholds);
        for (int i = 0; i < batch.Samples; i++)
        {
            ReadOnlySpan<float> row = batch.Prediction(i);
            Targets y = batch.Target(i);
            for (int c = 0; c < row.Length; c++)
            {
                int at = Bucket(FromLogits ? (float)DoubleMath.Sigmoid(row[c]) : row[c]) + (MultiLabel ? c * 2 * NumThresholds : 0);
                cells[y.Value(c) != 0 ? at : NumThresholds + at] += batch.Weight(i, c) * (MultiLabel ? 1 : WeightOf(c));
            }
        }
    }

    private double WeightOf(int label) => LabelWeights?[label] ?? 1;

    /// <summary>The last threshold that a prediction is above.</summary>
    private int Bucket(float p)
    {
        if (_uneven is null)
        {
            return Math.Max(0, EvenThresholds.LastBelow(p, NumThresholds));
        }
        int bucket = 0;
        while (p > _uneven[bucket + 1])
        {
            bucket++;
        }
        return bucket;
    }

    /// <summary>Whether the thresholds, with 0 and 1 around them, lie as evenly spaced ones do.</summary>
    private static bool IsEven(double[] thresholds) =>
        thresholds.Select((t, i) => Math.Abs(t - ((i + 1.0) / (thresholds.Length + 1)))).All(static distance => distance < 1e-6);

    private double Rectangle(double tp, double fp, double more, double moreFalse, double positives, double negatives)
    {
        (double x, double low) = Point(tp, fp, positives, negatives);
        (double end, double high) = Point(more, moreFalse, positives, negatives);
        return (end - x) * Summation switch
        {
            AucSummation.Minoring => Math.Min(low, high),
            AucSummation.Majoring => Math.Max(low, high),
            _ => (low + high) / 2,
        };
    }

    private (double X, double Y) Point(double tp, double fp, double positives, double negatives)
    {
        double odds = Part(positives, negatives);
        return Curve switch
        {
            AucCurve.Roc => (Part(fp, negatives), Part(tp, positives)),
            AucCurve.PrecisionRecall => (Part(tp, positives), Part(tp, tp + fp)),
            _ when tp == 0 => (0, 1),
            _ => (Math.Max(0, 1 - (odds * Part(positives - tp, tp))), 1 - (odds * Part(fp, tp))),
        };
    }

    private static double Interpolated(double tp, double fp, double more, double moreFalse, double positives)
    {
        double p = tp + fp, next = more + moreFalse;
        double slope = Part(more - tp, next - p), intercept = tp - slope * p;
        double ratio = next > 0 && p > 0 ? next / p : 1;
        return Part(slope * (more - tp + intercept * DoubleMath.Log(ratio)), positives);
    }

    private static double Part(double x, double of) => of > 0 ? x / of : 0;
}
