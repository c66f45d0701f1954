using Unroll.Kernels;

namespace Unroll;

/// <summary>One call of attention with several heads. A worker owns heads of samples: columns of the projections.</summary>
internal sealed class MultiHeadAttentionRun
{
    private readonly MultiHeadAttention _layer;
    private readonly AttentionWeights _weights = new();

    // A bias of the keys adds the same to all scores of a query, which the softmax doesn't see.
    private readonly WindowProduct[] _projections = [new(), new() { IgnoresBias = true }, new(), new(), new()];
    private readonly AttentionMask _mask = new();
    private readonly TensorValue _query = new(ElementType.Float32);
    private readonly TensorValue _key = new(ElementType.Float32);
    private readonly TensorValue _value = new(ElementType.Float32);
    private readonly TensorValue _found = new(ElementType.Float32);
    private readonly TensorValue _gate = new(ElementType.Float32);
    private readonly TensorValue _gated = new(ElementType.Float32);
    private readonly FloatBuffer _dScores = new();
    private readonly Action<int, int> _forward;
    private readonly Action<int, int> _backward;
    private MatrixScratch[] _scratch = [];
    private LayerRun _run = null!;

    public MultiHeadAttentionRun(MultiHeadAttention layer)
    {
        _layer = layer;
        (_forward, _backward) = (ForwardShare, BackwardShare);
    }

    private int Queries => _run.Inputs[0].Dimensions[1];

    private int Values => _run.Inputs[1].Dimensions[1];

    private int KeyWidth => _layer.KeyDimension;

    private int ValueWidth => _layer.HeadWidth;

    private float Scale => (float)(1 / Math.Sqrt(KeyWidth));

    private bool HasKey => _run.Inputs.Length > 2;

    public void Forward(LayerRun run)
    {
        _run = run;
        int batch = run.Input.Batch, heads = _layer.Heads;
        _query.Resize(batch, Queries, heads * KeyWidth);
        _key.Resize(batch, Values, heads * KeyWidth);
        _value.Resize(batch, Values, heads * ValueWidth);
        _found.Resize(batch, Queries, heads * ValueWidth);
        run.Output.Resize(batch, Queries, _layer.Kernels[3].Count / (heads * ValueWidth));
        run.Output.Mask = run.MaskOf(0);
        if (run.IsRead(1))
        {
            run.Outputs[1].Resize(batch, heads, Queries, Values);
        }
        BeginWeights();
        MatrixScratch.Provide(ref _scratch, run.Team.Size);
        Project(0, run.Inputs[0], _query);
        Project(1, run.Inputs[^1], _key);
        Project(2, run.Inputs[1], _value);
        run.Team.Run(_forward);
        if (_layer.UseGate)
        {
            Gate();
        }
        Project(3, _layer.UseGate ? _gated : _found, run.Output);
    }

    public void Backward(LayerRun run)
    {
        _projections[3].Backward(WindowProduct.Destination.Written, input: -1);
        if (_layer.UseGate)
        {
            GateBackward();
        }
        _dScores.Resize((long)run.Input.Batch * _layer.Heads * Queries * Values);
        _ = _query.Gradient;
        _ = _key.Gradient;
        _ = _value.Gradient;
        run.Team.Run(_backward);
        _projections[0].Backward(Needed(0, WindowProduct.Destination.Written), 0);
        if (_layer.UseGate)
        {
            _projections[4].Backward(Needed(0, WindowProduct.Destination.Added), 0);
        }
        _projections[2].Backward(Needed(1, WindowProduct.Destination.Written), 1);
        int key = run.Inputs.Length - 1;
        _projections[1].Backward(Needed(key, HasKey ? WindowProduct.Destination.Written : WindowProduct.Destination.Added), key);
    }

    /// <summary>Keras computes without the weights where nothing but the output is asked of them; a query that may attend to nothing then attends to all alike.</summary>
    private void BeginWeights()
    {
        bool weightsAlone = _layer.Dropout > 0 || _run.IsRead(1);
        _weights.EmptyQueries = weightsAlone ? EmptyQueries.GiveNothing : EmptyQueries.AttendToAllAlike;
        _weights.Begin(_run, _layer.Heads, Queries, Values, _layer.Dropout, _layer.UseCausalMask, _layer.SlidingWindow);
        TensorValue? mask = _run.GivenMask(MultiHeadAttention.AttentionMaskPlace);
        if (mask is not null)
        {
            AttentionMask.Check(_layer, mask.Dimensions, Queries, Values);
            _mask.Begin(mask, _run.Input.Batch, _layer.OwnAxes.Count);
        }
        _weights.MaskBy(_run.MaskOf(1), HasKey ? _run.MaskOf(2) : _run.GivenMask(2), _run.MaskOf(0), mask is null ? null : _mask);
    }

    /// <summary>What the heads found times the sigmoid of the query's projection.</summary>
    private void Gate()
    {
        _gate.Resize(_found.Dimensions);
        _gated.Resize(_found.Dimensions);
        Project(4, _run.Inputs[0], _gate);
        Activation.Sigmoid.Forward(_gate.Floats, _gate.Floats, _gate.Width);
        _found.Floats.CopyTo(_gated.Floats);
        Spans.MultiplyBy(_gated.Floats, _gate.Floats);
    }

    private void GateBackward()
    {
        ReadOnlySpan<float> d = _gated.Gradient;
        Span<float> dGate = _gate.Gradient, dFound = _found.Gradient;
        d.CopyTo(dGate);
        Spans.MultiplyBy(dGate, _found.Floats);
        Activation.Sigmoid.Backward(_gate.Floats, _gate.Floats, dGate, dGate, _gate.Width);
        d.CopyTo(dFound);
        Spans.MultiplyBy(dFound, _gate.Floats);
    }

    private WindowProduct.Destination Needed(int input, WindowProduct.Destination destination) =>
        _run.Needs[input] ? destination : WindowProduct.Destination.Nowhere;

    private void Project(int index, TensorValue x, TensorValue y) =>
        _projections[index].Forward(_run, x, y, _layer.Kernels[index], _layer.Biases[index], map: null, filters: y.Width, channels: x.Width);

    private void ForwardShare(int worker, int workers)
    {
        (int from, int to) = Team.Share(_run.Input.Batch * _layer.Heads, 1, worker, workers);
        MatrixScratch scratch = _scratch[worker];
        for (int index = from; index < to; index++)
        {
            Span<float> scores = _weights.Scores(index);
            scratch.MultiplyByTransposed(_run.Kernels, Head(_query.Floats, index, Queries, KeyWidth), Head(_key.Floats, index, Values, KeyWidth), scores, Values);
            Spans.Scale(scores, Scale);
            _weights.Normalize(index);
            if (_run.IsRead(1))
            {
                _weights.BeforeDropout(index).CopyTo(_run.Outputs[1].Floats[Square(index)]);
            }
            scratch.Multiply(_run.Kernels, Weights(index), Head(_value.Floats, index, Values, ValueWidth), Part(_found.Floats, index, Queries, ValueWidth), _layer.Heads * ValueWidth);
        }
    }

    private void BackwardShare(int worker, int workers)
    {
        (int from, int to) = Team.Share(_run.Input.Batch * _layer.Heads, 1, worker, workers);
        MatrixScratch scratch = _scratch[worker];
        int keys = _layer.Heads * KeyWidth, values = _layer.Heads * ValueWidth;
        for (int index = from; index < to; index++)
        {
            Matrix d = Head(_found.Gradient, index, Queries, ValueWidth);
            scratch.TransposedMultiply(_run.Kernels, Weights(index), d, Part(_value.Gradient, index, Values, ValueWidth), values);
            Span<float> dScores = _dScores.Span[Square(index)];
            scratch.MultiplyByTransposed(_run.Kernels, d, Head(_value.Floats, index, Values, ValueWidth), dScores, Values);
            ReadOnlySpan<float> dGiven = _run.OutputGradient(1);
            _weights.Gradient(index, dScores, dGiven.IsEmpty ? default : dGiven[Square(index)]);
            Spans.Scale(dScores, Scale);
            Matrix ds = new(dScores, Queries, Values, Values);
            scratch.Multiply(_run.Kernels, ds, Head(_key.Floats, index, Values, KeyWidth), Part(_query.Gradient, index, Queries, KeyWidth), keys);
            scratch.TransposedMultiply(_run.Kernels, ds, Head(_query.Floats, index, Queries, KeyWidth), Part(_key.Gradient, index, Values, KeyWidth), keys);
        }
    }

    /// <summary>A head's part of [batch, heads, queries, values].</summary>
    private Range Square(int index) => (index * Queries * Values)..((index + 1) * Queries * Values);

    private Matrix Weights(int index) => new(_weights.Of(index), Queries, Values, Values);

    /// <summary>A head's columns of a sample's rows.</summary>
    private Matrix Head(ReadOnlySpan<float> x, int index, int rows, int width) =>
        new(x[Offset(index, rows, width)..], rows, width, _layer.Heads * width);

    private Span<float> Part(Span<float> x, int index, int rows, int width) => x[Offset(index, rows, width)..];

    private int Offset(int index, int rows, int width) => (index / _layer.Heads * rows * _layer.Heads * width) + (index % _layer.Heads * width);
}
