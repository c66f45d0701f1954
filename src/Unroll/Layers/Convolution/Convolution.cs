namespace Unroll;

/// <summary>Filters over all channels of a window, or of each group of channels.</summary>
public abstract class Convolution : ConvolutionLayer
{
    private Parameter? _kernel;

    private protected Convolution(int filters, (int Rows, int Columns) kernelSize)
        : base(kernelSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(filters, 1);
        Filters = filters;
    }

    /// <summary>Channels of the output.</summary>
    public int Filters { get; }

    /// <summary>Groups of channels that make filters of their own; both numbers are multiples of it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1.</exception>
    public int Groups { get; init => field = AtLeastOne(value); } = 1;

    /// <summary>How the kernel, [window, channels / groups, filters], begins.</summary>
    public Initializer KernelInitializer { get; init; } = Initializer.GlorotUniform;

    /// <summary>What the kernel adds to the loss.</summary>
    public Regularizer? KernelRegularizer { get; init; }

    /// <summary>What the kernel is brought back to after each batch.</summary>
    public Constraint? KernelConstraint { get; init; }

    /// <summary>The kernel's settings in one.</summary>
    internal WeightSettings KernelSettings
    {
        get => new(KernelInitializer, KernelRegularizer, KernelConstraint);
        init => (KernelInitializer, KernelRegularizer, KernelConstraint) = value;
    }

    private protected override int InputChannels => _kernel!.Shape[^2] * Groups;

    private protected override int Channels(int input) => Filters;

    internal override void CheckInputs(IReadOnlyList<SymbolicTensor> inputs)
    {
        base.CheckInputs(inputs);
        int channels = inputs[0].Shape[^1];
        if (channels % Groups != 0 || Filters % Groups != 0)
        {
            Throw.Shape($"{this} has {Groups} groups, which have to divide its {Filters} filters and the channels of its input, but got shape {inputs[0].Shape}. Choose multiples of the groups.");
        }
    }

    internal override void Build(ReadOnlySpan<Shape> inputs)
    {
        _kernel = AddWeight("kernel", KernelShape(inputs[0][^1] / Groups, Filters), KernelInitializer, KernelRegularizer, KernelConstraint);
        AddBias(Filters);
    }

    private protected override void Sum(LayerRun run, ConvolutionRun convolution)
    {
        if (PlaneProduct.Takes(convolution.Map, run.Input.Width, Groups))
        {
            convolution.Plane.Forward(run, convolution.Sums, _kernel!, Bias, convolution.Map);
        }
        else
        {
            convolution.Product.Forward(run, run.Input, convolution.Sums, _kernel!, Bias, convolution.Map, Filters, run.Input.Width, Groups);
        }
    }

    private protected override void SumBackward(LayerRun run, ConvolutionRun convolution)
    {
        if (PlaneProduct.Takes(convolution.Map, run.Input.Width, Groups))
        {
            convolution.Plane.Backward();
        }
        else
        {
            convolution.Product.Backward(run.Needs[0] ? WindowProduct.Destination.Written : WindowProduct.Destination.Nowhere, input: 0);
        }
    }
}
