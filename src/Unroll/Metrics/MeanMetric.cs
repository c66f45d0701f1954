namespace Unroll;

/// <summary>A metric that is the weighted mean of a value over all samples seen.</summary>
public abstract class MeanMetric : Metric
{
    private protected MeanMetric(string name)
        : base(name)
    {
    }

    internal override double Result(in MetricState state) => state.Count == 0 ? 0 : state.Total / state.Count;

    private protected override void Add(ref MetricState state, in MetricBatch batch)
    {
        double total = 0, count = 0;
        for (int i = 0; i < batch.Samples; i++)
        {
            double weight = batch.Weight(i);
            total += weight * Value(batch.Target(i), batch.Prediction(i));
            count += weight;
        }

        state.Total += total / batch.Steps;
        state.Count += count / batch.Steps;
    }

    /// <summary>The value of one sample.</summary>
    private protected abstract double Value(Targets y, ReadOnlySpan<float> prediction);
}
