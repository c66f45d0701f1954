namespace Unroll;

/// <summary>All axes behind the batch as one: [batch, ...] to [batch, features]. Keras's Flatten.</summary>
public sealed class Flatten : MovingLayer, IChannelLayer
{
    /// <summary>Where inputs have their channels, which are the last in the output.</summary>
    public DataFormat DataFormat { get; init; }

    internal override string ClassName => "Flatten";

    internal override string DefaultName => "flatten";

    private protected override int[] Moved(ReadOnlySpan<int> axes) => [axes.Contains(Shape.Any) ? Shape.Any : Product(axes)];

    private protected override int RowWidth(ReadOnlySpan<int> axes) => Product(axes);

    private protected override void Map(ReadOnlySpan<int> axes, Span<int> rows) => rows.Clear();
}
