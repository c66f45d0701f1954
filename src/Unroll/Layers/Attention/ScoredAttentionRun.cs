using Unroll.Kernels;

namespace Unroll;

/// <summary>One call of attention with one head. A worker owns samples; the weights' gradients are kept for each sample and added up in order.</summary>
internal sealed class ScoredAttentionRun
{
    private readonly ScoredAttention _layer;
    private readonly AttentionWeights _weights = new() { EmptyQueriesIgnoreMasks = true };
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
        _dOutput.Resize(run.Output.Count);
        _dQuery.Resize(Query.Count);
        _dValue.Resize(Value.Count);
        _dKey.Resize(Key.Count);
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
        Hand(0, _dQuery);
        Hand(1, _dValue);
        if (HasKey)
        {
            Hand(2, _dKey);
        }
        else if (run.Needs[1])
        {
            Spans.AddTo(run.InputGradient(1), _dKey.Span);
        }
    }

    private void Hand(int input, FloatBuffer gradient)
    {
        if (_run.Needs[input])
        {
            gradient.Span.CopyTo(_run.InputGradient(input));
        }
    }

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
            Range output = Part(b, _run.Output);
            Span<float> dOutput = _dOutput.Span[output], dScores = _dScores.Span.Slice(b * queries * values, queries * values);
            if (_run.OutputGradient(0) is { IsEmpty: false } d0)
            {
                d0[output].CopyTo(dOutput);
            }
            else
            {
                dOutput.Clear();
            }
            ClearMaskedQueries(b, dOutput);
            Matrix d = new(dOutput, queries, Value.Width, Value.Width);
            scratch.TransposedMultiply(_run.Kernels, new Matrix(_weights.Of(b), queries, values, values), d, _dValue.Span[Part(b, Value)], Value.Width);
            scratch.MultiplyByTransposed(_run.Kernels, d, Sample(Value, b), dScores, values);
            if (_run.OutputGradient(1) is { IsEmpty: false } d1)
            {
                Spans.AddTo(dScores, d1[Part(b, _run.Outputs[1])]);
            }
            _weights.Gradient(b, dScores);
            Span<float> dKey = _dKey.Span[Part(b, Key)], dWeights = _dWeights.Span.Slice(b * _weightCount, _weightCount);
            _layer.ScoreGradient(_run.Kernels, scratch, Sample(Query, b), Sample(Key, b), dScores, _dQuery.Span[Part(b, Query)], dKey, dWeights);
        }
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
