namespace Unroll;

/// <summary>Adds rows and columns of zeros at the edges: [batch, height, width, channels]. Keras's ZeroPadding2D.</summary>
public sealed class ZeroPadding2D : SpatialLayer, IChannelLayer
{
    /// <summary>Adds rows and columns in front and behind.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number below 0.</exception>
    public ZeroPadding2D((int Before, int After) rows, (int Before, int After) columns)
        : base(axes: 2)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Math.Min(rows.Before, rows.After), nameof(rows));
        ArgumentOutOfRangeException.ThrowIfNegative(Math.Min(columns.Before, columns.After), nameof(columns));
        (Rows, Columns) = (rows, columns);
    }

    /// <summary>Rows in front and behind.</summary>
    public (int Before, int After) Rows { get; }

    /// <summary>Columns in front and behind.</summary>
    public (int Before, int After) Columns { get; }

    /// <summary>Where inputs and outputs have their channels.</summary>
    public DataFormat DataFormat { get; init; }

    private (int Before, int After) Along(int axis) => axis == 0 ? Rows : Columns;

    internal override string ClassName => "ZeroPadding2D";

    internal override string DefaultName => "zero_padding2d";

    private protected override int Length(int axis, int length) => checked(length + Along(axis).Before + Along(axis).After);

    private protected override int Source(int axis, int place) => place - Along(axis).Before;
}
