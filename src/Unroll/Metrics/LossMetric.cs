using System.Buffers;

namespace Unroll;

/// <summary>
/// The mean of a loss's values (Keras's metrics of the same names, such as <c>CategoricalCrossentropy</c> or <c>MeanSquaredError</c>), from the predictions
/// as they stand. Of <see cref="CosineSimilarity"/> it is the similarity, not its negative.
/// </summary>
public sealed class LossMetric : Metric
{
    private readonly Loss _loss;

    /// <summary>The mean of a loss, under the loss's name.</summary>
    /// <param name="loss">The loss; its reduction does not matter.</param>
    /// <exception cref="ArgumentException">It is <see cref="Loss.Ctc"/>.</exception>
    public LossMetric(Loss loss)
        : base(loss is LogCosh ? "logcosh" : loss.Name) =>
        _loss = loss.IsOfSequences ? Throw.Argument<Loss>($"{loss.ClassName} is no metric, as in Keras. Its mean stands in the history as the loss.", nameof(loss)) : loss;

    /// <inheritdoc/>
    public override string ClassName => _loss is LogCosh ? "LogCoshError" : _loss.ClassName;

    internal override IReadOnlyDictionary<string, object?> Config
    {
        get
        {
            Dictionary<string, object?> config = new(_loss.Config) { ["name"] = Name };
            config.Remove("reduction");
            return config;
        }
    }

    internal override bool HigherIsBetter => _loss is CosineSimilarity;

    internal override double Result(in MetricState state) => state.Count == 0 ? 0 : state.Total / state.Count;

    private protected override int TargetsPerSample(int classes) => _loss.HasOneTarget ? 1 : classes;

    // All samples at once, since some losses look at all of a batch's targets.
    private protected override void Add(ref MetricState state, in MetricBatch batch)
    {
        float[] values = ArrayPool<float>.Shared.Rent(batch.Samples);
        _loss.Values(batch.Y, batch.Predictions, batch.Classes, _loss.PredictsLogits, values.AsSpan(0, batch.Samples));
        double total = 0, count = 0;
        for (int i = 0; i < batch.Samples; i++)
        {
            double weight = batch.Weight(i);
            total += weight * values[i];
            count += weight;
        }

        ArrayPool<float>.Shared.Return(values);
        state.Total += (_loss is CosineSimilarity ? -total : total) / batch.Steps;
        state.Count += count / batch.Steps;
    }
}
