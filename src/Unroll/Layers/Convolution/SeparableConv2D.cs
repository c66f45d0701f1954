namespace Unroll;

/// <summary>Each channel convolved by itself over a plane, then filters over all of them at each place (Chollet, 2017): [batch, height, width, channels]. Keras's SeparableConv2D.</summary>
public sealed class SeparableConv2D : SeparableConvolution
{
    /// <summary><paramref name="filters"/> filters over windows of <paramref name="rows"/> by <paramref name="columns"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number below 1.</exception>
    public SeparableConv2D(int filters, int rows, int columns)
        : base(filters, (rows, columns))
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

    internal override string ClassName => "SeparableConv2D";

    internal override string DefaultName => "separable_conv2d";

    internal override bool IsPlane => true;
}
