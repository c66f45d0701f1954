namespace Unroll;

/// <summary>Repeats rows and columns, or interpolates between them: [batch, height, width, channels]. Keras's UpSampling2D.</summary>
public sealed class UpSampling2D : SpatialLayer, IChannelLayer
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

    /// <summary>What stands between the input's pixels.</summary>
    public Interpolation Interpolation { get; init; }

    /// <summary>Where inputs and outputs have their channels.</summary>
    public DataFormat DataFormat { get; init; }

    internal override string ClassName => "UpSampling2D";

    internal override string DefaultName => "up_sampling2d";

    private protected override int Length(int axis, int length) => checked(length * (axis == 0 ? Rows : Columns));

    private protected override int Source(int axis, int place) => place / (axis == 0 ? Rows : Columns);

    internal override object NewCache() => Interpolation == Interpolation.Nearest ? base.NewCache() : new BilinearRun(this);

    internal override void Forward(LayerRun run)
    {
        if (Interpolation == Interpolation.Nearest)
        {
            base.Forward(run);
        }
        else
        {
            run.Cache<BilinearRun>().Forward(run);
        }
    }

    internal override void Backward(LayerRun run)
    {
        if (Interpolation == Interpolation.Nearest)
        {
            base.Backward(run);
        }
        else if (run.Needs[0])
        {
            run.Cache<BilinearRun>().Backward();
        }
    }
}
