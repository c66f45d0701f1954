namespace Unroll;

/// <summary>activation(convolution with the kernel + bias) along time: [batch, time, channels]. Keras's Conv1D.</summary>
public sealed class Conv1D : Convolution
{
    /// <summary><paramref name="filters"/> filters over windows of <paramref name="kernelSize"/> steps.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number below 1.</exception>
    public Conv1D(int filters, int kernelSize)
        : base(filters) => KernelSize = Size(kernelSize);

    /// <summary>Steps in a window.</summary>
    public int KernelSize { get; }

    /// <summary>Steps from window to window.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1.</exception>
    public int Strides { get; init => field = Size(value); } = 1;

    /// <summary>Steps from element to element of a window. Keras: <c>dilation_rate</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1.</exception>
    public int DilationRate { get; init => field = Size(value); } = 1;

    /// <summary>What windows see beyond the ends.</summary>
    public WindowPadding Padding { get; init; }

    internal override string ClassName => "Conv1D";

    internal override string DefaultName => "conv1d";

    private protected override bool IsPlane => false;

    private protected override (WindowAxis Rows, WindowAxis Columns) Window => (WindowAxis.Still, new WindowAxis(KernelSize, Strides, DilationRate, Padding));
}
