using Unroll.Kernels;

namespace Unroll;

/// <summary>One call of attention with one head. A worker owns samples; the weights' gradients are kept for each sample and added up in order.</summary>
internal sealed class ScoredAttentionRun
{
    private readonly ScoredAttention _layer;
    private readonly AttentionWeights _weights = new() { EmptyQueries = EmptyQueries.IgnoreMasks };
    private readonly FloatBuffer _dScores = new();
    private readonly FloatBuffer _dOutput = new();
    private readonly FloatBuffer _dQuery = new();
    private readonly FloatBuffer _dValue = new();
    private readonly FloatBuffer _dKey = new();
    private readonly FloatBuffer _dWeights = new();
    private readonly Action<int, int> _forward;
    private readonly Action<int, int> _backward;
    private MatrixScratch[] _scratch = [];
    private LayerRun _run = null!;
    private int _weightCount;

    public ScoredAttentionRun(ScoredAttention layer)
    {
        _layer = layer;
        (_forward, _backward) = (ForwardShare, BackwardShare);
    }

    private TensorValue Query => _run.Inputs[0];

    private TensorValue Value => _run.Inputs[1];

    private TensorValue Key => _run.Inputs[^1];

    private bool HasKey => _run.Inputs.Length > 2;

    public void Forward(LayerRun run)
    {
        _run = run;
        _weights.Begin(run, heads: 1, Query.Dimensions[1], Value.Dimensions[1], _layer.Dropout, _layer.UseCausalMask);
        _weights.MaskBy(run.MaskOf(1));
        run.Output.Resize(Query.Batch, Query.Dimensions[1], Value.Width);
        run.Output.Mask = run.MaskOf(0);
        if (run.IsRead(1))
        {
            run.Outputs[1].Resize(Query.Batch, Query.Dimensions[1], Value.Dimensions[1]);
        }
        MatrixScratch.Provide(ref _scratch, run.Team.Size);
        run.Team.Run(_forward);
    }

    public void Backward(LayerRun run)
    {
        _weightCount = 0;
        for (int w = 0; w < _layer.Weights.Count; w++)
        {
            _weightCount += _layer.Weights[w].Count;
        }
        _dScores.Resize((long)Query.Batch * Query.Dimensions[1] * Value.Dimensions[1]);
        _dOutput.Resize(run.MaskOf(0) is null && !run.OutputGradient(0).IsEmpty ? 0 : run.Output.Count);
        _dQuery.Resize(run.Needs[0] ? 0 : Query.Count);
        _dValue.Resize(run.Needs[1] ? 0 : Value.Count);
        _dKey.Resize(HasKey && run.Needs[2] ? 0 : Key.Count);
        _dWeights.Resize((long)Query.Batch * _weightCount);
        _dWeights.Span.Clear();
        run.Team.Run(_backward);
        for (int b = 0, at = 0; b < Query.Batch; b++)
        {
            for (int w = 0; w < _layer.Weights.Count; w++)
            {
                Parameter weight = _layer.Weights[w];
                Spans.AddTo(run.Gradient(weight), _dWeights.Span.Slice(at, weight.Count));
                at += weight.Count;
            }
        }
    }

    /// <summary>Where an input's gradient is written: where it is asked for, or where nobody reads it.</summary>
    private Span<float> Gradient(int input, FloatBuffer unwanted) => _run.Needs[input] ? _run.InputGradient(input) : unwanted.Span;

    private void ForwardShare(int worker, int workers)
    {
        (int from, int to) = Team.Share(Query.Batch, 1, worker, workers);
        for (int b = from; b < to; b++)
        {
            _layer.Score(_run.Kernels, _scratch[worker], Sample(Query, b), Sample(Key, b), _weights.Scores(b));
            _weights.Normalize(b);
            Matrix weights = new(_weights.Of(b), Query.Dimensions[1], Value.Dimensions[1], Value.Dimensions[1]);
            int size = weights.Rows * Value.Width;
            Span<float> y = _run.Output.Floats.Slice(b * size, size);
            _scratch[worker].Multiply(_run.Kernels, weights, Sample(Value, b), y, Value.Width);
            ClearMaskedQueries(b, y);
            if (_run.IsRead(1))
            {
                weights.Values.CopyTo(_run.Outputs[1].Floats[Part(b, _run.Outputs[1])]);
            }
        }
    }

    private void BackwardShare(int worker, int workers)
    {
        (int from, int to) = Team.Share(Query.Batch, 1, worker, workers);
        int queries = Query.Dimensions[1], values = Value.Dimensions[1];
        MatrixScratch scratch = _scratch[worker];
        for (int b = from; b < to; b++)
        {
            Span<float> dScores = _dScores.Span.Slice(b * queries * values, queries * values);
            Matrix d = new(OutputGradient(Part(b, _run.Output), b), queries, Value.Width, Value.Width);
            Span<float> dValue = Gradient(1, _dValue)[Part(b, Value)], dQuery = Gradient(0, _dQuery)[Part(b, Query)];
            scratch.TransposedMultiply(_run.Kernels, new Matrix(_weights.Of(b), queries, values, values), d, dValue, Value.Width);
            scratch.MultiplyByTransposed(_run.Kernels, d, Sample(Value, b), dScores, values);
            if (_run.OutputGradient(1) is { IsEmpty: false } d1)
            {
                Spans.AddTo(dScores, d1[Part(b, _run.Outputs[1])]);
            }
            _weights.Gradient(b, dScores);
            Span<float> dKey = (HasKey ? Gradient(2, _dKey) : _dKey.Span)[Part(b, Key)], dWeights = _dWeights.Span.Slice(b * _weightCount, _weightCount);
            _layer.ScoreGradient(_run.Kernels, scratch, Sample(Query, b), Sample(Key, b), dScores, dQuery, dKey, dWeights);
            if (!HasKey)
            {
                Spans.AddTo(dValue, dKey);
            }
        }
    }

    /// <summary>A sample's output's gradient, without that of queries that a mask passes over; zeros where only the weights are read.</summary>
    private ReadOnlySpan<float> OutputGradient(Range part, int sample)
    {
        ReadOnlySpan<float> dy = _run.OutputGradient(0);
        if (_run.MaskOf(0) is null && !dy.IsEmpty)
        {
            return dy[part];
        }
        Span<float> copy = _dOutput.Span[part];
        copy.Clear();
        if (!dy.IsEmpty)
        {
            dy[part].CopyTo(copy);
        }
        ClearMaskedQueries(sample, copy);
        return copy;
    }

    private void ClearMaskedQueries(int sample, Span<float> rows)
    {
        if (_run.MaskOf(0) is not { } mask)
        {
            return;
        }
        int queries = Query.Dimensions[1];
        for (int i = 0; i < queries; i++)
        {
            if (mask.Bools[(sample * queries) + i] == 0)
            {
                rows.Slice(i * Value.Width, Value.Width).Clear();
            }
        }
    }

    private static Range Part(int sample, TensorValue x)
    {
        int size = x.Count / x.Batch;
        return (sample * size)..((sample + 1) * size);
    }

    private static Matrix Sample(TensorValue x, int sample) => new(x.Floats[Part(sample, x)], x.Dimensions[1], x.Width, x.Width);
}
