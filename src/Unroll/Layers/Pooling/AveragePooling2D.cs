namespace Unroll;

/// <summary>The mean of each window, channel by channel; padding does not count: [batch, height, width, channels]. Keras's AveragePooling2D.</summary>
public sealed class AveragePooling2D : PoolingLayer
{
    /// <summary>Windows of <paramref name="rows"/> by <paramref name="columns"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1.</exception>
    public AveragePooling2D(int rows = 2, int columns = 2)
        : base((rows, columns))
    {
    }

    /// <summary>Rows and columns of a window.</summary>
    public (int Rows, int Columns) PoolSize => Window.Size;

    /// <summary>From window to window; the window's size by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1.</exception>
    public (int Rows, int Columns)? Strides { get => Window.Strides; init => Window = Window with { Strides = value ?? PoolSize }; }

    internal override string ClassName => "AveragePooling2D";

    internal override string DefaultName => "average_pooling2d";

    internal override bool IsPlane => true;

    private protected override bool TakesLargest => false;
}
