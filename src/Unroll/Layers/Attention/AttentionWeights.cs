using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// What queries give to values: for each sample (and head) a matrix [queries, values] of scores, which masks and a softmax along its rows make weights,
/// and which dropout thins out in training.
/// </summary>
internal sealed class AttentionWeights
{
    /// <summary>What a score becomes that doesn't count.</summary>
    private const float Masked = float.MinValue;

    private readonly FloatBuffer _weights = new();
    private readonly FloatBuffer _dropped = new();
    private readonly FloatBuffer _factors = new();
    private LayerRun _run = null!;
    private TensorValue? _queryMask;
    private TensorValue? _valueMask;
    private TensorValue? _keyMask;
    private AttentionMask? _attentionMask;
    private bool _causal;
    private int? _window;
    private int _batch;
    private float _dropout;
    private int _heads;
    private int _queries;
    private int _values;

    private int Size => _queries * _values;

    private bool IsMasked => _causal || _window is not null || _valueMask is not null || _keyMask is not null || _queryMask is not null || _attentionMask is not null;

    private bool Drops => _run.Training && _dropout > 0;

    /// <summary>What a query gives without any value to attend to.</summary>
    public EmptyQueries EmptyQueries { get; set; }

    public void Begin(LayerRun run, int heads, int queries, int values, float dropout, bool causal, int? window = null)
    {
        (_run, _batch, _heads, _queries, _values, _dropout, _causal, _window) = (run, run.Input.Batch, heads, queries, values, dropout, causal, window);
        long count = (long)run.Input.Batch * heads * Size;
        _weights.Resize(count);
        if (Drops)
        {
            _dropped.Resize(count);
            _factors.Resize(count);
        }
    }

    /// <summary>
    /// Masks [batch, steps]: of what counts among the values and the keys, and of queries that attend to nothing; and what each query may attend to.
    /// Samples that were folded out of one share its masks.
    /// </summary>
    public void MaskBy(TensorValue? values, TensorValue? keys = null, TensorValue? queries = null, AttentionMask? pairs = null)
    {
        CheckSteps(values, _values);
        CheckSteps(keys, _values);
        CheckSteps(queries, _queries);
        (_valueMask, _keyMask, _queryMask, _attentionMask) = (values, keys, queries, pairs);
    }

    /// <summary>Where the scores of a sample's head are to be written.</summary>
    public Span<float> Scores(int index) => _weights.Span.Slice(index * Size, Size);

    /// <summary>The weights of a sample's head after dropout.</summary>
    public ReadOnlySpan<float> Of(int index) => (Drops ? _dropped : _weights).Span.Slice(index * Size, Size);

    /// <summary>Makes weights of scores.</summary>
    public void Normalize(int index)
    {
        Span<float> weights = Scores(index);
        AllowedValues allowed = Allowed(index);
        for (int i = 0; IsMasked && i < _queries; i++)
        {
            Span<float> row = weights.Slice(i * _values, _values);
            if (!allowed.AreNone(i, _values))
            {
                for (int j = 0; j < row.Length; j++)
                {
                    row[j] = allowed.Contain(i, j) ? row[j] : Masked;
                }
            }
            else if (EmptyQueries != EmptyQueries.IgnoreMasks)
            {
                row.Clear();
            }
        }
        Activation.Softmax.Forward(weights, weights, _values);
        if (EmptyQueries == EmptyQueries.GiveNothing)
        {
            ClearEmpty(index, weights);
        }
        if (Drops)
        {
            Span<float> factors = _factors.Span.Slice(index * Size, Size), dropped = _dropped.Span.Slice(index * Size, Size);
            DropoutFactors.Fill(factors, _dropout, _run.Random(0), _run.Step, index * Size);
            weights.CopyTo(dropped);
            Spans.MultiplyBy(dropped, factors);
        }
    }

    /// <summary>The weights of a sample's head before dropout.</summary>
    public ReadOnlySpan<float> BeforeDropout(int index) => Scores(index);

    /// <summary>Makes the scores' gradient of the weights' gradient.</summary>
    /// <param name="index">The sample's head.</param>
    /// <param name="d">The gradient of the weights after dropout; then that of the scores.</param>
    /// <param name="dBefore">What else is the gradient of the weights before dropout; empty for nothing.</param>
    public void Gradient(int index, Span<float> d, ReadOnlySpan<float> dBefore = default)
    {
        if (Drops)
        {
            Spans.MultiplyBy(d, _factors.Span.Slice(index * Size, Size));
        }
        if (!dBefore.IsEmpty)
        {
            Spans.AddTo(d, dBefore);
        }
        ReadOnlySpan<float> weights = Scores(index);
        Activation.Softmax.Backward(weights, weights, d, d, _values);
        if (EmptyQueries != EmptyQueries.IgnoreMasks)
        {
            ClearEmpty(index, d);
        }
    }

    private void ClearEmpty(int index, Span<float> rows)
    {
        AllowedValues allowed = Allowed(index);
        for (int i = 0; IsMasked && i < _queries; i++)
        {
            if (allowed.AreNone(i, _values))
            {
                rows.Slice(i * _values, _values).Clear();
            }
        }
    }

    private AllowedValues Allowed(int index) => new()
    {
        Values = StepsOf(_valueMask, index),
        Keys = StepsOf(_keyMask, index),
        Queries = StepsOf(_queryMask, index),
        Pairs = (_attentionMask, _attentionMask?.At(index / _heads, index % _heads) ?? 0),
        LooksBack = _causal,
        Window = _window ?? int.MaxValue,
    };

    private ReadOnlySpan<byte> StepsOf(TensorValue? mask, int index)
    {
        if (mask is null)
        {
            return default;
        }
        int steps = mask.Dimensions[1];
        return mask.Bools.Slice(index / _heads * mask.Dimensions[0] / _batch * steps, steps);
    }

    private void CheckSteps(TensorValue? mask, int steps)
    {
        if (mask is not null && (mask.Dimensions.Length != 2 || mask.Dimensions[1] != steps || _batch % mask.Dimensions[0] != 0))
        {
            Throw.Shape($"{_run.Call.Layer} attends along {steps} steps, but got a mask {Shape.Text(mask.Dimensions)}. Give it one of shape [batch, {steps}].");
        }
    }
}

/// <summary>What a query gives without any value to attend to.</summary>
internal enum EmptyQueries
{
    /// <summary>As much to all values.</summary>
    AttendToAllAlike,

    /// <summary>What it gives without masks.</summary>
    IgnoreMasks,

    /// <summary>Nothing to any.</summary>
    GiveNothing,
}
