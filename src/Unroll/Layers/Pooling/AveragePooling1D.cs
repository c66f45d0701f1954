namespace Unroll;

/// <summary>The mean of each window, channel by channel; padding does not count: [batch, time, channels]. Keras's AveragePooling1D.</summary>
public sealed class AveragePooling1D : PoolingLayer
{
    /// <summary>Windows of <paramref name="poolSize"/> steps.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1.</exception>
    public AveragePooling1D(int poolSize = 2)
        : base((1, poolSize))
    {
    }

    /// <summary>Steps in a window.</summary>
    public int PoolSize => Window.Size.Columns;

    /// <summary>Steps from window to window; the window's size by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1.</exception>
    public int? Strides { get => Window.Strides.Columns; init => Window = Window with { Strides = (1, value ?? PoolSize) }; }

    internal override string ClassName => "AveragePooling1D";

    internal override string DefaultName => "average_pooling1d";

    internal override bool IsPlane => false;

    private protected override bool TakesLargest => false;
}
