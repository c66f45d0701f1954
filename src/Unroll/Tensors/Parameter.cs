namespace Unroll;

/// <summary>A layer's weight: a named, shaped view of a segment of memory, with a version that every write raises.</summary>
public sealed class Parameter
{
    private readonly int[] _shape;
    private ParameterSegment? _segment;

    internal Parameter(string name, int[] shape, Initializer initializer)
    {
        Name = name;
        _shape = shape;
        Initializer = initializer;
        long count = 1;
        foreach (int axis in shape)
        {
            count = checked(count * axis);
        }
        Count = count <= Array.MaxLength / 2
            ? (int)count
            : Throw.Argument<int>($"The weight '{name}' of shape {Unroll.Shape.Text(shape)} has {count} elements, but a weight holds {Array.MaxLength / 2} at most. Use smaller sizes.");
    }

    /// <summary>Layer and weight, as the model that made it names them: <c>lstm/kernel</c>, <c>bidirectional/forward_lstm/kernel</c>.</summary>
    public string Name { get; internal set; }

    /// <summary>The name in its layer: <c>kernel</c>.</summary>
    internal string LocalName { get => field ?? Name; init; }

    /// <summary>The lengths of its axes.</summary>
    public ReadOnlySpan<int> Shape => _shape;

    /// <summary>The number of its elements.</summary>
    public int Count { get; }

    /// <summary>Raised by every write, so that what was derived from the values knows that it is old.</summary>
    public long Version { get; private set; }

    internal Initializer Initializer { get; }

    /// <summary>Whether an optimizer changes it; statistics change by themselves.</summary>
    internal bool Trains { get; init; } = true;

    /// <summary>What its values add to the loss while it trains.</summary>
    internal Regularizer? Regularizer { get; init; }

    /// <summary>What its values are brought back to after each batch.</summary>
    internal Constraint? Constraint { get; init; }

    internal bool IsPlaced => _segment is not null;

    internal ParameterSegment Segment => _segment ?? Throw.State<ParameterSegment>($"The weight '{Name}' has no memory yet. Put its layer into a model first.");

    /// <summary>Where it begins in its segment.</summary>
    internal int Offset { get; private set; }

    internal ReadOnlySpan<float> Values => Segment.Values.Span.Slice(Offset, Count);

    /// <summary>The values for writing; raises the version.</summary>
    internal Span<float> ForWriting()
    {
        Version++;
        return Segment.Values.Span.Slice(Offset, Count);
    }

    /// <summary>A copy of the values, row by row.</summary>
    public float[] ToArray() => Values.ToArray();

    /// <summary>Replaces all values.</summary>
    /// <exception cref="ShapeException">Their number is another.</exception>
    public void Set(ReadOnlySpan<float> values)
    {
        if (values.Length != Count)
        {
            Throw.Shape($"The weight '{Name}' of shape {Unroll.Shape.Text(_shape)} takes {Count} values, but got {values.Length}.");
        }
        values.CopyTo(ForWriting());
    }

    internal void Place(ParameterSegment segment, int offset)
    {
        _segment = segment;
        Offset = offset;
    }
}
