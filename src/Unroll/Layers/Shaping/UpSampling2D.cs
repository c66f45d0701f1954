namespace Unroll;

/// <summary>Repeats rows and columns, the nearest neighbour's interpolation: [batch, height, width, channels]. Keras's UpSampling2D.</summary>
public sealed class UpSampling2D : SpatialLayer
{
    /// <summary>Repeats each row <paramref name="rows"/> and each column <paramref name="columns"/> times.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1.</exception>
    public UpSampling2D(int rows = 2, int columns = 2)
        : base(axes: 2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        (Rows, Columns) = (rows, columns);
    }

    /// <summary>How often a row stands in the output.</summary>
    public int Rows { get; }

    /// <summary>How often a column does.</summary>
    public int Columns { get; }

    internal override string ClassName => "UpSampling2D";

    internal override string DefaultName => "up_sampling2d";

    private protected override int Length(int axis, int length) => checked(length * (axis == 0 ? Rows : Columns));

    private protected override int Source(int axis, int place) => place / (axis == 0 ? Rows : Columns);
}
