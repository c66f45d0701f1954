namespace Unroll;

/// <summary>
/// Keras 3's rules for weights, masks and reductions, as one weight for each loss value:
/// the loss is the sum of weight times value, and its gradient is the values' gradients under the same weights.
/// Sums run in order, in double, so they are bit-stable.
/// </summary>
internal static class LossReduction
{
    /// <summary>
    /// Computes the weight of each loss value.
    /// </summary>
    /// <param name="reduction">How the values are joined. With None, the weights are those of the values as Keras returns them.</param>
    /// <param name="sampleWeights">Empty, or one for each value, or one for each group of values (a sample's time steps).</param>
    /// <param name="mask">Empty, or one byte for each value; 0 leaves the value out.</param>
    /// <param name="weights">The result, [values].</param>
    public static void Weights(Reduction reduction, ReadOnlySpan<float> sampleWeights, ReadOnlySpan<byte> mask, Span<float> weights)
    {
        int count = weights.Length;
        if (count == 0)
            return;
        int group = sampleWeights.IsEmpty ? 1 : count / sampleWeights.Length;
        if (!sampleWeights.IsEmpty && group * sampleWeights.Length != count)
            Throw.Shape($"{sampleWeights.Length} sample weights don't fit {count} loss values. Give one weight for each sample, or one for each of its steps.");
        if (!mask.IsEmpty && mask.Length != count)
            Throw.Shape($"A mask of {mask.Length} entries doesn't fit {count} loss values. The mask needs one entry for each.");

        double scale = Scale(reduction, sampleWeights, mask, count, group);
        for (int i = 0; i < count; i++)
        {
            bool valid = mask.IsEmpty || mask[i] != 0;
            weights[i] = !valid ? 0 : sampleWeights.IsEmpty ? (float)scale : (float)(sampleWeights[i / group] * scale);
        }
    }

    /// <summary>The sum of weight times value.</summary>
    public static double Sum(ReadOnlySpan<float> weights, ReadOnlySpan<float> values)
    {
        double sum = 0;
        for (int i = 0; i < values.Length; i++)
            sum += (double)weights[i] * values[i];
        return sum;
    }

    private static double Scale(Reduction reduction, ReadOnlySpan<float> sampleWeights, ReadOnlySpan<byte> mask, int count, int group)
    {
        switch (reduction)
        {
            case Reduction.SumOverBatchSize or Reduction.Mean:
                return Inverse(mask.IsEmpty ? count : Valid(mask));
            case Reduction.MeanWithSampleWeight:
                if (sampleWeights.IsEmpty)
                    return Inverse(mask.IsEmpty ? count : Valid(mask));
                double sum = 0;
                if (mask.IsEmpty)
                {
                    foreach (float weight in sampleWeights)
                        sum += weight;
                }
                else
                {
                    for (int i = 0; i < count; i++)
                        sum += mask[i] != 0 ? sampleWeights[i / group] : 0;
                }

                return Inverse(sum);
            default:
                return 1;
        }
    }

    private static double Valid(ReadOnlySpan<byte> mask)
    {
        int valid = 0;
        foreach (byte entry in mask)
            valid += entry != 0 ? 1 : 0;
        return valid;
    }

    // As Keras's divide_no_nan: nothing over nothing is nothing.
    private static double Inverse(double divisor) => divisor == 0 ? 0 : 1 / divisor;
}
