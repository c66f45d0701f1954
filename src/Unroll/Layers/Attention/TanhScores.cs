using Unroll.Kernels;

namespace Unroll;

/// <summary>gain Σ weight tanh(scale (query + key)) over the features: the scores of additive attention.</summary>
internal static class TanhScores
{
    /// <param name="scratch">Room for rows.</param>
    /// <param name="query">[queries, features].</param>
    /// <param name="key">[keys, features].</param>
    /// <param name="scale">Inside.</param>
    /// <param name="weights">For each feature; empty where all are 1.</param>
    /// <param name="gain">Outside.</param>
    /// <param name="scores">[queries, keys].</param>
    public static void Score(MatrixScratch scratch, Matrix query, Matrix key, float scale, ReadOnlySpan<float> weights, float gain, Span<float> scores)
    {
        int features = query.Columns;
        scratch.Rows.Resize(features);
        Span<float> tanh = scratch.Rows.Span;
        for (int i = 0; i < query.Rows; i++)
        {
            ReadOnlySpan<float> q = query.Values.Slice(i * features, features);
            for (int j = 0; j < key.Rows; j++)
            {
                ReadOnlySpan<float> k = key.Values.Slice(j * features, features);
                Elementwise.Apply(new TanhOfSumOp(scale), q, k, k, tanh);
                scores[(i * key.Rows) + j] = gain * (weights.IsEmpty ? RowReduction.Sum(tanh) : RowReduction.Dot(tanh, weights));
            }
        }
    }

    /// <summary>Writes the query's and the key's gradients, adds the weights', and gives those of scale and gain.</summary>
    public static (float Scale, float Gain) Gradient(
        MatrixScratch scratch, Matrix query, Matrix key, float scale, ReadOnlySpan<float> weights, float gain, ReadOnlySpan<float> dScores, Span<float> dQuery, Span<float> dKey, Span<float> dWeights)
    {
        int features = query.Columns;
        scratch.Rows.Resize(3 * features);
        Span<float> tanh = scratch.Rows.Span[..features], inner = scratch.Rows.Span.Slice(features, features), ones = scratch.Rows.Span[(2 * features)..];
        ones.Fill(1);
        dQuery.Clear();
        dKey.Clear();
        (float dScale, float dGain) = (0, 0);
        for (int i = 0; i < query.Rows; i++)
        {
            ReadOnlySpan<float> q = query.Values.Slice(i * features, features);
            for (int j = 0; j < key.Rows; j++)
            {
                ReadOnlySpan<float> k = key.Values.Slice(j * features, features), w = weights.IsEmpty ? ones : weights;
                float d = dScores[(i * key.Rows) + j];
                Elementwise.Apply(new TanhOfSumOp(scale), q, k, k, tanh);
                dGain += d * RowReduction.Dot(tanh, w);
                if (!dWeights.IsEmpty)
                {
                    Elementwise.Apply(new MultiplyAddConstantOp(gain * d), tanh, dWeights, tanh, dWeights);
                }
                Elementwise.Apply(new WeightedTanhGradient(gain * d), tanh, w, w, inner);
                dScale += RowReduction.Dot(inner, q) + RowReduction.Dot(inner, k);
                Spans.Scale(inner, scale);
                Spans.AddTo(dQuery.Slice(i * features, features), inner);
                Spans.AddTo(dKey.Slice(j * features, features), inner);
            }
        }
        return (dScale, dGain);
    }
}
