using Unroll.Kernels;

namespace Unroll;

/// <summary>A tensor while a model runs: its dimensions, its values, the mask beside it, and its gradient.</summary>
internal sealed class TensorValue(ElementType type)
{
    private int[] _dimensions = [];
    private readonly FloatBuffer _floats = new();
    private int[] _ints = [];
    private byte[] _bools = [];
    private FloatBuffer? _gradient;
    private TensorValue? _gradientOf;
    private bool _isMaterialized;
    private bool _isResized;
    private Action<int, int>? _lookUp;

    public ElementType Type { get; } = type;

    public ReadOnlySpan<int> Dimensions => _dimensions;

    public int Count { get; private set; }

    /// <summary>The length of the last axis.</summary>
    public int Width => _dimensions[^1];

    public int Batch => _dimensions[0];

    public Span<float> Floats => _floats.Span;

    /// <summary>What <see cref="Floats"/> stand in.</summary>
    public FloatBuffer Storage => _floats;

    /// <summary>Whether the values stand in memory that was lent.</summary>
    public bool IsLent => _floats.IsLent;

    /// <summary>Lets the caller's memory, which doesn't move meanwhile, hold the values if there will be as many as it has room for.</summary>
    public unsafe void Lend(float* memory, int count)
    {
        _floats.Lend(memory, count);
        _isResized = false;
    }

    /// <summary>Ends a loan; the values are gone.</summary>
    public void TakeBack()
    {
        if (IsLent)
        {
            _floats.TakeBack();
            _isResized = false;
        }
    }

    /// <summary>Where the values come from, if they were looked up; they may not stand in <see cref="Floats"/> before <see cref="Materialize"/>.</summary>
    public TokenLookup? Lookup { get; set; }

    public Span<int> Ints => _ints.AsSpan(0, Count);

    public Span<byte> Bools => _bools.AsSpan(0, Count);

    /// <summary>A mask, [batch, time], that goes with these values; 0 where a step is to be passed over.</summary>
    public TensorValue? Mask { get; set; }

    /// <summary>What stood before the softmax or sigmoid that made these values: losses work from it.</summary>
    public TensorValue? Logits { get; private set; }

    /// <summary>The activation that <see cref="Logits"/> went through.</summary>
    public Activation? LogitsOf { get; private set; }

    /// <summary>Whether the gradient is that of the logits already: crossentropy and softmax are differentiated as one.</summary>
    public bool GradientIsOfLogits { get; set; }

    /// <summary>Whether a gradient has been written in this backward pass.</summary>
    public bool HasGradient { get; set; }

    /// <summary>
    /// Whether the gradient adds up to 0 down each column, but for rounding, because what reads the values takes its columns' means away.
    /// A bias that was added to them has no gradient then; an optimizer that divides by the gradient's size would make steps of the rounding.
    /// </summary>
    public bool HasCenteredGradient { get; set; }

    /// <summary>The gradient's storage, as large as the values.</summary>
    public Span<float> Gradient
    {
        get
        {
            if (_gradientOf is not null)
            {
                return _gradientOf.Gradient;
            }
            _gradient ??= new FloatBuffer();
            if (_gradient.Length != Count)
            {
                _gradient.Resize(Count);
            }
            return _gradient.Span;
        }
    }

    /// <summary>Lets another value's gradient stand for this one's too, up to the next backward pass. Nobody may write to it any more.</summary>
    public void ShareGradient(TensorValue other) => _gradientOf = other;

    /// <summary>Forgets the last backward pass.</summary>
    public void BeginBackward() => (HasGradient, HasCenteredGradient, _gradientOf) = (false, false, null);

    /// <summary>Keeps what stood before an activation if losses may want it.</summary>
    public void KeepLogits(TensorValue before, Activation activation) => (Logits, LogitsOf) = activation.HasLogits ? (before, activation) : (null, null);

    /// <summary>Looks the values up, for readers that can't work with the tokens alone.</summary>
    public void Materialize(Team team)
    {
        if (Lookup is null || _isMaterialized)
        {
            return;
        }
        _isMaterialized = true;
        _floats.Resize(Count);
        team.Run(_lookUp ??= LookUpShare, Count);
    }

    private void LookUpShare(int worker, int workers)
    {
        int width = Width;
        ReadOnlySpan<float> table = Lookup!.Table.Values;
        ReadOnlySpan<int> tokens = Lookup.Tokens.Ints;
        (int from, int to) = Team.Share(tokens.Length, 1, worker, workers);
        for (int i = from; i < to; i++)
        {
            table.Slice(tokens[i] * width, width).CopyTo(_floats.Span[(i * width)..]);
        }
    }

    /// <summary>Makes the values those of a lookup, which may never have to be carried out.</summary>
    public void Defer(TokenLookup lookup, params ReadOnlySpan<int> dimensions)
    {
        (Lookup, _isMaterialized) = (lookup, false);
        SetDimensions(dimensions);
    }

    public void Resize(params ReadOnlySpan<int> dimensions)
    {
        if (_isResized && dimensions.SequenceEqual(_dimensions))
        {
            return;
        }
        _isResized = true;
        SetDimensions(dimensions);
        switch (Type)
        {
            case ElementType.Float32:
                _floats.Resize(Count);
                break;
            case ElementType.Int32 when _ints.Length < Count:
                _ints = new int[Count];
                break;
            case ElementType.Bool when _bools.Length < Count:
                _bools = new byte[Count];
                break;
        }
    }

    /// <summary>Takes another tensor's elements in their order, under other dimensions.</summary>
    public void Reshape(TensorValue source, ReadOnlySpan<int> dimensions)
    {
        Resize(dimensions);
        switch (Type)
        {
            case ElementType.Float32:
                source.Floats.CopyTo(Floats);
                break;
            case ElementType.Int32:
                source.Ints.CopyTo(Ints);
                break;
            default:
                source.Bools.CopyTo(Bools);
                break;
        }
    }

    private void SetDimensions(ReadOnlySpan<int> dimensions)
    {
        long count = 1;
        foreach (int d in dimensions)
        {
            count = checked(count * d);
        }
        if (_dimensions.Length != dimensions.Length)
        {
            _dimensions = new int[dimensions.Length];
        }
        dimensions.CopyTo(_dimensions);
        Count = checked((int)count);
    }

    public static TensorValue Of(ReadOnlySpan<float> values, params ReadOnlySpan<int> dimensions)
    {
        var tensor = new TensorValue(ElementType.Float32);
        tensor.Resize(dimensions);
        values.CopyTo(tensor.Floats);
        return tensor;
    }

    public static TensorValue Of(ReadOnlySpan<int> values, params ReadOnlySpan<int> dimensions)
    {
        var tensor = new TensorValue(ElementType.Int32);
        tensor.Resize(dimensions);
        values.CopyTo(tensor.Ints);
        return tensor;
    }
}
