namespace Unroll;

/// <summary>Each channel convolved by itself along time, then filters over all of them at each place (Chollet, 2017): [batch, time, channels]. Keras's SeparableConv1D.</summary>
public sealed class SeparableConv1D : SeparableConvolution
{
    /// <summary><paramref name="filters"/> filters over windows of <paramref name="kernelSize"/> steps.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number below 1.</exception>
    public SeparableConv1D(int filters, int kernelSize)
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

    internal override string ClassName => "SeparableConv1D";

    internal override string DefaultName => "separable_conv1d";

    internal override bool IsPlane => false;

    private protected override bool MayLookBack => true;
}
