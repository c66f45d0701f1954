namespace Unroll;

/// <summary>Repeats each step: [batch, time, features]. Keras's UpSampling1D.</summary>
public sealed class UpSampling1D : SpatialLayer
{
    /// <summary>Repeats each step <paramref name="size"/> times.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1.</exception>
    public UpSampling1D(int size = 2)
        : base(axes: 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        Size = size;
    }

    /// <summary>How often a step stands in the output.</summary>
    public int Size { get; }

    internal override string ClassName => "UpSampling1D";

    internal override string DefaultName => "up_sampling1d";

    private protected override int Length(int axis, int length) => checked(length * Size);

    private protected override int Source(int axis, int place) => place / Size;
}
