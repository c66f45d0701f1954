namespace Unroll;

/// <summary>A depthwise convolution, and filters over all its channels at each place.</summary>
public abstract class SeparableConvolution : ConvolutionLayer
{
    private Parameter? _depthwise;
    private Parameter? _pointwise;

    private protected SeparableConvolution(int filters, (int Rows, int Columns) kernelSize)
        : base(kernelSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(filters, 1);
        Filters = filters;
    }

    /// <summary>Channels of the output.</summary>
    public int Filters { get; }

    /// <summary>Channels between the two halves for each input channel.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1.</exception>
    public int DepthMultiplier { get; init => field = AtLeastOne(value); } = 1;

    /// <summary>How the first kernel, [window, channels, multiplier], begins.</summary>
    public Initializer DepthwiseInitializer { get; init; } = Initializer.GlorotUniform;

    /// <summary>How the second kernel, [1, channels multiplier, filters], begins.</summary>
    public Initializer PointwiseInitializer { get; init; } = Initializer.GlorotUniform;

    /// <summary>What the first kernel adds to the loss.</summary>
    public Regularizer? DepthwiseRegularizer { get; init; }

    /// <summary>What the first kernel is brought back to after each batch.</summary>
    public Constraint? DepthwiseConstraint { get; init; }

    /// <summary>What the second kernel adds to the loss.</summary>
    public Regularizer? PointwiseRegularizer { get; init; }

    /// <summary>What the second kernel is brought back to after each batch.</summary>
    public Constraint? PointwiseConstraint { get; init; }

    /// <summary>The first kernel's settings in one.</summary>
    internal WeightSettings DepthwiseSettings
    {
        get => new(DepthwiseInitializer, DepthwiseRegularizer, DepthwiseConstraint);
        init => (DepthwiseInitializer, DepthwiseRegularizer, DepthwiseConstraint) = value;
    }

    /// <summary>The second kernel's settings in one.</summary>
    internal WeightSettings PointwiseSettings
    {
        get => new(PointwiseInitializer, PointwiseRegularizer, PointwiseConstraint);
        init => (PointwiseInitializer, PointwiseRegularizer, PointwiseConstraint) = value;
    }

    private protected override int InputChannels => _depthwise!.Shape[^2];

    private protected override int Channels(int input) => Filters;

    internal override void Build(ReadOnlySpan<Shape> inputs)
    {
        int channels = inputs[0][^1];
        _depthwise = AddWeight("depthwise_kernel", KernelShape(channels, DepthMultiplier), DepthwiseInitializer, DepthwiseRegularizer, DepthwiseConstraint);
        int between = checked(channels * DepthMultiplier);
        _pointwise = AddWeight("pointwise_kernel", IsPlane ? [1, 1, between, Filters] : [1, between, Filters], PointwiseInitializer, PointwiseRegularizer, PointwiseConstraint);
        AddBias(Filters);
    }

    private protected override void Sum(LayerRun run, ConvolutionRun convolution)
    {
        int channels = run.Input.Width * DepthMultiplier;
        Span<int> dimensions = stackalloc int[convolution.Sums.Dimensions.Length];
        convolution.Sums.Dimensions.CopyTo(dimensions);
        dimensions[^1] = channels;
        convolution.Between.Resize(dimensions);
        convolution.Taps.Forward(run, convolution.Between, _depthwise!, bias: null, convolution.Map, DepthMultiplier);
        convolution.Product.Forward(run, convolution.Between, convolution.Sums, _pointwise!, Bias, map: null, Filters, channels);
    }

    private protected override void SumBackward(LayerRun run, ConvolutionRun convolution)
    {
        convolution.Product.Backward(WindowProduct.Destination.Written, input: -1);
        convolution.Taps.Backward();
    }
}
