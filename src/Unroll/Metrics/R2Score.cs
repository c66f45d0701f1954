namespace Unroll;

/// <summary>How the scores of several outputs become one in <see cref="R2Score"/>.</summary>
public enum R2Aggregation
{
    /// <summary>Their mean (Keras: <c>uniform_average</c>).</summary>
    Uniform,

    /// <summary>Their mean, weighted by the targets' variances (Keras: <c>variance_weighted_average</c>).</summary>
    VarianceWeighted,

    /// <summary>They don't: one result an output (Keras: <c>None</c>).</summary>
    None,
}

/// <summary>
/// 1 - sum((y - p)²) / sum((y - mean(y))²) over all samples seen (Keras: <c>R2Score</c>), output by output; both are [batch, ..., outputs].
/// </summary>
public sealed class R2Score() : Metric("r2_score")
{
    private const int Cells = 4;

    /// <summary>How the outputs' scores become one.</summary>
    public R2Aggregation ClassAggregation { get; init; }

    /// <summary>How many inputs the score is adjusted for; none if 0.</summary>
    public int NumRegressors { get; init; }

    internal override IReadOnlyDictionary<string, object?> Config => new Dictionary<string, object?>
    {
        ["name"] = Name,
        ["class_aggregation"] = ClassAggregation switch
        {
            R2Aggregation.Uniform => "uniform_average",
            R2Aggregation.VarianceWeighted => "variance_weighted_average",
            _ => null,
        },
        ["num_regressors"] = NumRegressors,
    };

    /// <summary>The score, or where there is one an output their mean.</summary>
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
        double[] scores = new double[cells.Length / Cells];
        double sum = 0, variances = 0, weighted = 0;
        for (int k = 0; k < scores.Length; k++)
        {
            ReadOnlySpan<double> of = cells.AsSpan(k * Cells, Cells);
            double variance = of[2] - of[1] * (of[1] / of[0]);
            double score = 1 - of[3] / variance;
            scores[k] = double.IsInfinity(score) ? 0 : score;
            sum += scores[k];
            variances += variance;
            weighted += variance * scores[k];
        }

        double[] results = ClassAggregation switch
        {
            R2Aggregation.Uniform => [sum / scores.Length],
            R2Aggregation.VarianceWeighted => [weighted / variances],
            _ => scores,
        };
        for (int k = 0; k < results.Length; k++)
            results[k] = Adjusted(results[k], state.Count);
        return results;
    }

    // For each output: the weights, and weighted sums of y, y² and (y - p)². Count holds the number of targets.
    private protected override void Add(ref MetricState state, in MetricBatch batch)
    {
        Span<double> cells = state.CellsOf(Cells * batch.Classes);
        for (int i = 0; i < batch.Samples; i++)
        {
            ReadOnlySpan<float> row = batch.Prediction(i);
            Targets y = batch.Target(i);
            for (int k = 0; k < row.Length; k++)
            {
                double weight = batch.Weight(i), t = y.Value(k), error = t - row[k];
                Span<double> cell = cells.Slice(k * Cells, Cells);
                cell[0] += weight;
                cell[1] += weight * t;
                cell[2] += weight * t * t;
                cell[3] += weight * error * error;
            }
        }

        state.Count += batch.Samples * batch.Classes;
    }

    private double Adjusted(double score, double count) =>
        NumRegressors == 0 || NumRegressors >= count - 1 ? score : 1 - (1 - score) * (count - 1) / (count - NumRegressors - 1);
}
