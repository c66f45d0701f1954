namespace Unroll;

/// <summary>What a <see cref="BatchNormalization.Renorm"/> keeps from batch to batch, and what it makes of a batch's statistics.</summary>
internal sealed class RenormStatistics(BatchNormalization layer, Parameter movingDeviation, Parameter mean, Parameter deviation)
{
    /// <summary>r = σ / σ of the moving statistics and d = (mean - that of the moving statistics) / σ of theirs, for the features from one on.</summary>
    public void Correct(ReadOnlySpan<float> batchMean, ReadOnlySpan<float> batchVariance, int from, Span<float> r, Span<float> d)
    {
        ReadOnlySpan<float> moving = mean.Values[from..], movingDeviations = deviation.Values[from..];
        float least = (float)Math.Sqrt(layer.Epsilon);
        for (int c = 0; c < r.Length; c++)
        {
            float divisor = Math.Max(movingDeviations[c], least);
            r[c] = layer.RenormClipping.R(Deviation(batchVariance[c]) / divisor);
            d[c] = layer.RenormClipping.D((batchMean[c] - moving[c]) / divisor);
        }
    }

    /// <summary>Takes a batch into account: here, and in the layer's moving variance.</summary>
    public void Update(ReadOnlySpan<float> batchMean, ReadOnlySpan<float> batchVariance, Span<float> movingVariance)
    {
        Span<float> means = mean.ForWriting(), deviations = deviation.ForWriting(), moving = movingDeviation.ForWriting();
        float keep = layer.RenormMomentum, gain = 1 - keep;
        for (int c = 0; c < means.Length; c++)
        {
            float own = Deviation(batchVariance[c]);
            means[c] = means[c] * keep + batchMean[c] * gain;
            deviations[c] = deviations[c] * keep + own * gain;
            moving[c] = moving[c] * layer.Momentum + own * (1 - layer.Momentum);
            movingVariance[c] = Math.Max(moving[c] * moving[c] - layer.Epsilon, 0);
        }
    }

    private float Deviation(float variance) => (float)Math.Sqrt(variance + layer.Epsilon);
}
