namespace Unroll;

/// <summary>Drops steps in front and behind: [batch, time, features]. Keras's Cropping1D.</summary>
public sealed class Cropping1D : SpatialLayer
{
    /// <summary>Drops <paramref name="before"/> steps in front and <paramref name="after"/> behind.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number below 0.</exception>
    public Cropping1D(int before, int after)
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

    internal override string ClassName => "Cropping1D";

    internal override string DefaultName => "cropping1d";

    private protected override int Length(int axis, int length) => length - Before - After;

    private protected override int Source(int axis, int place) => place + Before;
}
