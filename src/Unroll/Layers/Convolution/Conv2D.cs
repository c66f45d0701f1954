namespace Unroll;

/// <summary>activation(convolution with the kernel + bias) over a plane: [batch, height, width, channels]. Keras's Conv2D.</summary>
public sealed class Conv2D : Convolution
{
    /// <summary><paramref name="filters"/> filters over windows of <paramref name="rows"/> by <paramref name="columns"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number below 1.</exception>
    public Conv2D(int filters, int rows, int columns)
        : base(filters) => KernelSize = Sizes((rows, columns));

    /// <summary>Rows and columns of a window.</summary>
    public (int Rows, int Columns) KernelSize { get; }

    /// <summary>From window to window.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1.</exception>
    public (int Rows, int Columns) Strides { get; init => field = Sizes(value); } = (1, 1);

    /// <summary>From element to element of a window. Keras: <c>dilation_rate</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1.</exception>
    public (int Rows, int Columns) DilationRate { get; init => field = Sizes(value); } = (1, 1);

    /// <summary>What windows see beyond the ends: <see cref="WindowPadding.Valid"/> or <see cref="WindowPadding.Same"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Causal.</exception>
    public WindowPadding Padding { get; init => field = NotCausal(value); }

    internal override string ClassName => "Conv2D";

    internal override string DefaultName => "conv2d";

    private protected override bool IsPlane => true;

    private protected override (WindowAxis Rows, WindowAxis Columns) Window =>
    (
        new WindowAxis(KernelSize.Rows, Strides.Rows, DilationRate.Rows, Padding),
        new WindowAxis(KernelSize.Columns, Strides.Columns, DilationRate.Columns, Padding)
    );
}
