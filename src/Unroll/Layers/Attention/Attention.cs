using Unroll.Kernels;

namespace Unroll;

/// <summary>How <see cref="Attention"/> scores a query and a key.</summary>
public enum ScoreMode
{
    /// <summary>Their product (Luong et al., 2015).</summary>
    Dot,

    /// <summary>A weight times the sum of tanh(query + key).</summary>
    Concat,
}

/// <summary>Attention by products of query and key (Luong et al., 2015), or by the tanh of their sum. Keras's Attention.</summary>
public sealed class Attention : ScoredAttention
{
    private Parameter? _scale;
    private Parameter? _concat;

    /// <summary>How scores are made.</summary>
    public ScoreMode ScoreMode { get; init; }

    internal override string ClassName => "Attention";

    internal override string DefaultName => "attention";

    private float ScaleValue => _scale?.Values[0] ?? 1;

    internal override void Build(ReadOnlySpan<Shape> inputs)
    {
        _scale = UseScale ? AddWeight("scale", [], Initializer.Ones) : null;
        _concat = ScoreMode == ScoreMode.Concat ? AddWeight("concat_score_weight", [], Initializer.Ones) : null;
    }

    internal override void Score(KernelSet kernels, MatrixScratch scratch, Matrix query, Matrix key, Span<float> scores)
    {
        if (_concat is not null)
        {
            TanhScores.Score(scratch, query, key, ScaleValue, default, _concat.Values[0], scores);
            return;
        }
        scratch.MultiplyByTransposed(kernels, query, key, scores, key.Rows);
        if (_scale is not null)
        {
            Spans.Scale(scores, ScaleValue);
        }
    }

    internal override void ScoreGradient(
        KernelSet kernels, MatrixScratch scratch, Matrix query, Matrix key, ReadOnlySpan<float> dScores, Span<float> dQuery, Span<float> dKey, Span<float> dWeights)
    {
        if (_concat is not null)
        {
            (float dScale, float dConcat) = TanhScores.Gradient(scratch, query, key, ScaleValue, default, _concat.Values[0], dScores, dQuery, dKey, default);
            dWeights[^1] += dConcat;
            dWeights[0] += _scale is null ? 0 : dScale;
            return;
        }
        Matrix d = new(dScores, query.Rows, key.Rows, key.Rows);
        scratch.Multiply(kernels, d, key, dQuery, query.Columns);
        scratch.TransposedMultiply(kernels, d, query, dKey, query.Columns);
        if (_scale is not null)
        {
            dWeights[0] += RowReduction.Dot(query.Values, dQuery);
            Spans.Scale(dQuery, ScaleValue);
            Spans.Scale(dKey, ScaleValue);
        }
    }
}
