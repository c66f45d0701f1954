namespace Unroll;

/// <summary>activation(convolution with the kernel + bias) along time: [batch, time, channels]. Keras's Conv1D.</summary>
public sealed class Conv1D : Convolution
{
    /// <summary><paramref name="filters"/> filters over windows of <paramref name="kernelSize"/> steps.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number below 1.</exception>
    public Conv1D(int filters, int kernelSize)
        : base(filters, (1, kernelSize))
    {
    }

    /// <summary>Steps in a window.</summary>
    public int KernelSize => Window.Size.Columns;

    /// <summary>Steps from window to window.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1.</exception>
    public int Strides { get => Window.Strides.Columns; init => Window = Window with { Strides = (1, value) }; }

    /// <summary>Steps from element to element of a window. Keras: <c>dilation_rate</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1.</exception>
    public int DilationRate { get => Window.Dilation.Columns; init => Window = Window with { Dilation = (1, value) }; }

    internal override string ClassName => "Conv1D";

    internal override string DefaultName => "conv1d";

    internal override bool IsPlane => false;

    private protected override bool MayLookBack => true;
}
