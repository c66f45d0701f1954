namespace Unroll;

/// <summary>The largest of each window, channel by channel: [batch, height, width, channels]. Keras's MaxPooling2D.</summary>
public sealed class MaxPooling2D : PoolingLayer
{
    /// <summary>Windows of <paramref name="rows"/> by <paramref name="columns"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1.</exception>
    public MaxPooling2D(int rows = 2, int columns = 2)
        : base((rows, columns))
    {
    }

    /// <summary>Rows and columns of a window.</summary>
    public (int Rows, int Columns) PoolSize => Window.Size;

    /// <summary>From window to window; the window's size by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1.</exception>
    public (int Rows, int Columns)? Strides { get => Window.Strides; init => Window = Window with { Strides = value ?? PoolSize }; }

    internal override string ClassName => "MaxPooling2D";

    internal override string DefaultName => "max_pooling2d";

    internal override bool IsPlane => true;

    private protected override bool TakesLargest => true;
}
