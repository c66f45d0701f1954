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
    private bool _causal;
    private float _dropout;
    private int _heads;
    private int _queries;
    private int _values;

    private int Size => _queries * _values;

    private bool IsMasked => _causal || _valueMask is not null || _keyMask is not null || _queryMask is not null;

    private bool Drops => _run.Training && _dropout > 0;

    /// <summary>A query without any value to attend to: whether it attends to all by their scores, or to all alike.</summary>
    public bool EmptyQueriesIgnoreMasks { get; init; }

    public void Begin(LayerRun run, int heads, int queries, int values, float dropout, bool causal)
    {
        (_run, _heads, _queries, _values, _dropout, _causal) = (run, heads, queries, values, dropout, causal);
        long count = (long)run.Input.Batch * heads * Size;
        _weights.Resize(count);
        if (Drops)
        {
            _dropped.Resize(count);
            _factors.Resize(count);
        }
    }

    /// <summary>Masks [batch, steps]: of what counts among the values and the keys, and of queries that attend to nothing.</summary>
    public void MaskBy(TensorValue? values, TensorValue? keys = null, TensorValue? queries = null) => (_valueMask, _keyMask, _queryMask) = (values, keys, queries);

    /// <summary>Where the scores of a sample's head are to be written.</summary>
    public Span<float> Scores(int index) => _weights.Span.Slice(index * Size, Size);

    /// <summary>The weights of a sample's head after dropout.</summary>
    public ReadOnlySpan<float> Of(int index) => (Drops ? _dropped : _weights).Span.Slice(index * Size, Size);

    /// <summary>Makes weights of scores.</summary>
    public void Normalize(int index)
    {
        Span<float> weights = Scores(index);
        for (int i = 0; IsMasked && i < _queries; i++)
        {
            Span<float> row = weights.Slice(i * _values, _values);
            if (IsEmpty(index / _heads, i))
            {
                if (!EmptyQueriesIgnoreMasks)
                {
                    row.Clear();
                }
            }
            else
            {
                for (int j = 0; j < row.Length; j++)
                {
                    row[j] = Counts(index / _heads, i, j) ? row[j] : Masked;
                }
            }
        }
        Activation.Softmax.Forward(weights, weights, _values);
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
        for (int i = 0; IsMasked && !EmptyQueriesIgnoreMasks && i < _queries; i++)
        {
            if (IsEmpty(index / _heads, i))
            {
                d.Slice(i * _values, _values).Clear();
            }
        }
    }

    private bool IsEmpty(int sample, int query)
    {
        for (int j = 0; j < _values; j++)
        {
            if (Counts(sample, query, j))
            {
                return false;
            }
        }
        return true;
    }

    private bool Counts(int sample, int query, int value) =>
        (!_causal || value <= query)
        && (_valueMask is null || _valueMask.Bools[(sample * _values) + value] != 0)
        && (_keyMask is null || _keyMask.Bools[(sample * _values) + value] != 0)
        && (_queryMask is null || _queryMask.Bools[(sample * _queries) + query] != 0);
}
