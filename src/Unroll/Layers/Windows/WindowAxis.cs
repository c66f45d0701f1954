namespace Unroll;

/// <summary>How windows lie along an axis.</summary>
internal readonly record struct WindowAxis(int Size, int Stride, int Dilation, WindowPadding Padding)
{
    /// <summary>An axis that windows don't move along.</summary>
    public static readonly WindowAxis Still = new(1, 1, 1, WindowPadding.Valid);

    /// <summary>Steps from a window's first element to behind its last.</summary>
    private int Extent => checked(((Size - 1) * Dilation) + 1);

    /// <summary>How many windows there are; an open axis stays open.</summary>
    public int Count(int length)
    {
        if (length == Shape.Any)
        {
            return Shape.Any;
        }
        return Padding == WindowPadding.Valid ? (length < Extent ? 0 : ((length - Extent) / Stride) + 1) : ((length - 1) / Stride) + 1;
    }

    /// <summary>Where window <paramref name="window"/> has its element <paramref name="tap"/>; outside the axis where it is padding.</summary>
    public int Place(int window, int tap, int length) => (window * Stride) + (tap * Dilation) - Before(length);

    /// <summary>Padding in front.</summary>
    public int Before(int length) => Padding switch
    {
        WindowPadding.Causal => Extent - 1,
        WindowPadding.Same => Math.Max(0, ((Count(length) - 1) * Stride) + Extent - length) / 2,
        _ => 0,
    };

    /// <summary>What stands behind the last window's last element.</summary>
    public int End(int length) => Place(Count(length) - 1, Size - 1, length) + 1;
}
