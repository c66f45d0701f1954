namespace Unroll;

/// <summary>Filters over one channel each: every channel makes as many as the multiplier says.</summary>
public abstract class DepthwiseConvolution : ConvolutionLayer
{
    private Parameter? _kernel;

    private protected DepthwiseConvolution((int Rows, int Columns) kernelSize)
        : base(kernelSize)
    {
    }

    /// <summary>Output channels for each input channel.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1.</exception>
    public int DepthMultiplier { get; init => field = AtLeastOne(value); } = 1;

    /// <summary>How the kernel, [window, channels, multiplier], begins.</summary>
    public Initializer DepthwiseInitializer { get; init; } = Initializer.GlorotUniform;

    /// <summary>What the kernel adds to the loss.</summary>
    public Regularizer? DepthwiseRegularizer { get; init; }

    /// <summary>What the kernel is brought back to after each batch.</summary>
    public Constraint? DepthwiseConstraint { get; init; }

    /// <summary>The kernel's settings in one.</summary>
    internal WeightSettings DepthwiseSettings
    {
        get => new(DepthwiseInitializer, DepthwiseRegularizer, DepthwiseConstraint);
        init => (DepthwiseInitializer, DepthwiseRegularizer, DepthwiseConstraint) = value;
    }

    private protected override int InputChannels => _kernel!.Shape[^2];

    private protected override int Channels(int input) => input == Shape.Any ? input : checked(input * DepthMultiplier);

    internal override void Build(ReadOnlySpan<Shape> inputs)
    {
        int channels = inputs[0][^1];
        _kernel = AddWeight("kernel", KernelShape(channels, DepthMultiplier), DepthwiseInitializer, DepthwiseRegularizer, DepthwiseConstraint);
        AddBias(Channels(channels));
    }

    private protected override void Sum(LayerRun run, ConvolutionRun convolution) =>
        convolution.Taps.Forward(run, convolution.Sums, _kernel!, Bias, convolution.Map, DepthMultiplier);

    private protected override void SumBackward(LayerRun run, ConvolutionRun convolution) => convolution.Taps.Backward();
}
