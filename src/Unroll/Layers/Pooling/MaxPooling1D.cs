namespace Unroll;

/// <summary>The largest of each window, channel by channel: [batch, time, channels]. Keras's MaxPooling1D.</summary>
public sealed class MaxPooling1D : PoolingLayer
{
    /// <summary>Windows of <paramref name="poolSize"/> steps.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1.</exception>
    public MaxPooling1D(int poolSize = 2)
        : base((1, poolSize))
    {
    }

    /// <summary>Steps in a window.</summary>
    public int PoolSize => Window.Size.Columns;

    /// <summary>Steps from window to window; the window's size by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1.</exception>
    public int? Strides { get => Window.Strides.Columns; init => Window = Window with { Strides = (1, value ?? PoolSize) }; }

    internal override string ClassName => "MaxPooling1D";

    internal override string DefaultName => "max_pooling1d";

    internal override bool IsPlane => false;

    private protected override bool TakesLargest => true;
}
