namespace Unroll;

/// <summary>Adds zeros in front and behind: [batch, time, features]. Keras's ZeroPadding1D.</summary>
public sealed class ZeroPadding1D : SpatialLayer, IChannelLayer
{
    /// <summary>Adds <paramref name="before"/> steps in front and <paramref name="after"/> behind.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number below 0.</exception>
    public ZeroPadding1D(int before, int after)
        : base(axes: 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(before);
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        (Before, After) = (before, after);
    }

    /// <summary>Steps in front.</summary>
    public int Before { get; }

    /// <summary>Steps behind.</summary>
    public int After { get; }

    /// <summary>Where inputs and outputs have their channels.</summary>
    public DataFormat DataFormat { get; init; }

    internal override string ClassName => "ZeroPadding1D";

    internal override string DefaultName => "zero_padding1d";

    private protected override int Length(int axis, int length) => checked(length + Before + After);

    private protected override int Source(int axis, int place) => place - Before;
}
