using Unroll.Kernels;

namespace Unroll;

/// <summary>The curve whose area <see cref="Auc"/> takes.</summary>
public enum AucCurve
{
    /// <summary>The rate of true positives over that of false positives (Keras: <c>ROC</c>).</summary>
    Roc,

    /// <summary>Precision over recall (Keras: <c>PR</c>).</summary>
    PrecisionRecall,
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
/// The area under a curve over evenly spaced thresholds (Keras: <c>AUC</c>). Targets are 0 and 1, predictions from 0 to 1, both [batch, ..., classes];
/// each is counted for itself.
/// </summary>
public sealed class Auc() : Metric("auc")
{
    /// <inheritdoc/>
    public override string ClassName => "AUC";

    /// <summary>How many thresholds there are, the two ends included.</summary>
    public int NumThresholds
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 2, nameof(NumThresholds));
            field = value;
        }
    } = 200;

    /// <summary>The curve.</summary>
    public AucCurve Curve { get; init; }

    /// <summary>How the area is summed.</summary>
    public AucSummation Summation { get; init; }

    /// <summary>Whether the predictions are logits, the values before a sigmoid.</summary>
    public bool FromLogits { get; init; }

    internal override IReadOnlyDictionary<string, object?> Config => new Dictionary<string, object?>
    {
        ["name"] = Name,
        ["num_thresholds"] = NumThresholds,
        ["curve"] = Curve == AucCurve.Roc ? "ROC" : "PR",
        ["summation_method"] = Summation switch { AucSummation.Minoring => "minoring", AucSummation.Majoring => "majoring", _ => "interpolation" },
        ["multi_label"] = false,
        ["num_labels"] = null,
        ["label_weights"] = null,
        ["from_logits"] = FromLogits,
    };

    private protected override bool TakesWeightsOfClasses => true;

    internal override double Result(in MetricState state)
    {
        if (state.Cells is null)
            return 0;
        double positives = 0, negatives = 0;
        for (int t = 0; t < NumThresholds; t++)
        {
            positives += state.Cells[t];
            negatives += state.Cells[NumThresholds + t];
        }

        // From the highest threshold down: what is above it.
        double area = 0, tp = state.Cells[NumThresholds - 1], fp = state.Cells[^1];
        for (int t = NumThresholds - 2; t >= 0; t--)
        {
            double more = tp + state.Cells[t], moreFalse = fp + state.Cells[NumThresholds + t];
            area += Curve == AucCurve.PrecisionRecall && Summation == AucSummation.Interpolation
                ? Interpolated(tp, fp, more, moreFalse, positives)
                : Rectangle(tp, fp, more, moreFalse, positives, negatives);
            (tp, fp) = (more, moreFalse);
        }

        return area;
    }

    private protected override void Add(ref MetricState state, in MetricBatch batch)
    {
        Span<double> cells = state.CellsOf(2 * NumThresholds);
        for (int i = 0; i < batch.Samples; i++)
        {
            ReadOnlySpan<float> row = batch.Prediction(i);
            Targets y = batch.Target(i);
            for (int c = 0; c < row.Length; c++)
            {
                float p = Math.Clamp(FromLogits ? (float)DoubleMath.Sigmoid(row[c]) : row[c], 0, 1);

                // A prediction counts from the bucket up whose threshold it is above.
                int bucket = Math.Max(0, (int)Math.Ceiling((double)(p * (NumThresholds - 1))) - 1);
                cells[y.Value(c) != 0 ? bucket : NumThresholds + bucket] += batch.Weight(i, c);
            }
        }
    }

    private double Rectangle(double tp, double fp, double more, double moreFalse, double positives, double negatives)
    {
        bool roc = Curve == AucCurve.Roc;
        double width = roc ? Part(moreFalse, negatives) - Part(fp, negatives) : Part(more, positives) - Part(tp, positives);
        double low = roc ? Part(tp, positives) : Part(tp, tp + fp), high = roc ? Part(more, positives) : Part(more, more + moreFalse);
        return width * Summation switch
        {
            AucSummation.Minoring => Math.Min(low, high),
            AucSummation.Majoring => Math.Max(low, high),
            _ => (low + high) / 2,
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
