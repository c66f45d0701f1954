using Unroll.Kernels;

namespace Unroll;

/// <summary>Attention by Σ scale tanh(query + key), with a weight for each feature (Bahdanau et al., 2015). Keras's AdditiveAttention.</summary>
public sealed class AdditiveAttention : ScoredAttention
{
    private Parameter? _scale;

    /// <summary>Attention with the weights; without them by <see cref="ScoredAttention.UseScale"/>.</summary>
    public AdditiveAttention() => UseScale = true;

    internal override string ClassName => "AdditiveAttention";

    internal override string DefaultName => "additive_attention";

    internal override void Build(ReadOnlySpan<Shape> inputs) => _scale = UseScale ? AddWeight("scale", [inputs[0][2]], Initializer.GlorotUniform) : null;

    internal override void Score(KernelSet kernels, MatrixScratch scratch, Matrix query, Matrix key, Span<float> scores) =>
        TanhScores.Score(scratch, query, key, 1, _scale is null ? default : _scale.Values, 1, scores);

    internal override void ScoreGradient(
        KernelSet kernels, MatrixScratch scratch, Matrix query, Matrix key, ReadOnlySpan<float> dScores, Span<float> dQuery, Span<float> dKey, Span<float> dWeights) =>
        TanhScores.Gradient(scratch, query, key, 1, _scale is null ? default : _scale.Values, 1, dScores, dQuery, dKey, dWeights);
}
