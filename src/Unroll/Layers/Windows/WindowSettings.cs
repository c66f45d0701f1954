namespace Unroll;

/// <summary>How a window lies over height (1 where there is none) and width or time.</summary>
internal readonly record struct WindowSettings((int Rows, int Columns) Size, (int Rows, int Columns) Strides, (int Rows, int Columns) Dilation, WindowPadding Padding)
{
    /// <summary>The same for layers without dilation.</summary>
    public WindowSettings((int Rows, int Columns) size, (int Rows, int Columns) strides, WindowPadding padding)
        : this(size, strides, (1, 1), padding)
    {
    }

    /// <summary>Along height.</summary>
    public WindowAxis Down => new(Size.Rows, Strides.Rows, Dilation.Rows, Padding);

    /// <summary>Along width or time.</summary>
    public WindowAxis Across => new(Size.Columns, Strides.Columns, Dilation.Columns, Padding);

    /// <summary>The same, unless it makes no window.</summary>
    /// <param name="window">The window.</param>
    /// <param name="mayLookBack">Whether padding may be causal.</param>
    public static WindowSettings Checked(WindowSettings window, bool mayLookBack)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Math.Min(window.Size.Rows, window.Size.Columns), 1, nameof(window.Size));
        ArgumentOutOfRangeException.ThrowIfLessThan(Math.Min(window.Strides.Rows, window.Strides.Columns), 1, nameof(window.Strides));
        ArgumentOutOfRangeException.ThrowIfLessThan(Math.Min(window.Dilation.Rows, window.Dilation.Columns), 1, nameof(window.Dilation));
        if (window.Padding == WindowPadding.Causal && !mayLookBack)
        {
            throw new ArgumentOutOfRangeException(nameof(window), window.Padding, "Causal padding is for convolutions along time. Use Valid or Same.");
        }
        return window;
    }
}
