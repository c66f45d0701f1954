namespace Unroll;

/// <summary>Each channel convolved by itself over a plane: [batch, height, width, channels]. Keras's DepthwiseConv2D.</summary>
public sealed class DepthwiseConv2D : DepthwiseConvolution
{
    /// <summary>Filters over windows of <paramref name="rows"/> by <paramref name="columns"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number below 1.</exception>
    public DepthwiseConv2D(int rows, int columns)
        : base((rows, columns))
    {
    }

    /// <summary>Rows and columns of a window.</summary>
    public (int Rows, int Columns) KernelSize => Window.Size;

    /// <summary>From window to window.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1.</exception>
    public (int Rows, int Columns) Strides { get => Window.Strides; init => Window = Window with { Strides = value }; }

    /// <summary>From element to element of a window. Keras: <c>dilation_rate</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1.</exception>
    public (int Rows, int Columns) DilationRate { get => Window.Dilation; init => Window = Window with { Dilation = value }; }

    internal override string ClassName => "DepthwiseConv2D";

    internal override string DefaultName => "depthwise_conv2d";

    internal override bool IsPlane => true;
}
