using Unroll.Kernels;

namespace Unroll;

/// <summary>What the convolutions have in common: a bias, an activation after the sums, and how their windows lie.</summary>
public abstract class ConvolutionLayer : WindowLayer
{
    private Parameter? _bias;

    private protected ConvolutionLayer((int Rows, int Columns) kernelSize)
        : base(new WindowSettings(kernelSize, (1, 1), WindowPadding.Valid))
    {
    }

    /// <summary>What the sums go through; nothing by default.</summary>
    public Activation Activation { get; init; } = Activation.Linear;

    /// <summary>Whether a bias is added.</summary>
    public bool UseBias { get; init; } = true;

    /// <summary>How the bias, [filters], begins.</summary>
    public Initializer BiasInitializer { get; init; } = Initializer.Zeros;

    /// <summary>What the bias adds to the loss.</summary>
    public Regularizer? BiasRegularizer { get; init; }

    /// <summary>What the bias is brought back to after each batch.</summary>
    public Constraint? BiasConstraint { get; init; }

    /// <summary>The bias's settings in one.</summary>
    internal WeightSettings BiasSettings
    {
        get => new(BiasInitializer, BiasRegularizer, BiasConstraint);
        init => (BiasInitializer, BiasRegularizer, BiasConstraint) = value;
    }

    /// <summary>What all convolutions are set by, in one.</summary>
    internal ConvolutionSettings Settings
    {
        get => new(Window, DataFormat, Activation, UseBias, BiasSettings);
        init => (Window, DataFormat, Activation, UseBias, BiasSettings) = value;
    }

    private protected Parameter? Bias => _bias;

    /// <summary>What the sums go through here: with the channels first nothing, since the activation, as Keras's, comes when they are back in their place.</summary>
    internal Activation OwnActivation => DataFormat == DataFormat.ChannelsFirst ? Activation.Linear : Activation;

    private protected override SymbolicTensor AfterChannels(SymbolicTensor y) => Activation == Activation.Linear ? y : new ActivationLayer(Activation).Apply(y);

    internal override void CheckInputs(IReadOnlyList<SymbolicTensor> inputs)
    {
        if (Window.Strides != (1, 1) && Window.Dilation != (1, 1))
        {
            Throw.Argument($"{this} has both strides and dilation above 1, which Keras has not either. Leave one of them at 1.");
        }
        base.CheckInputs(inputs);
        Shape shape = inputs[0].Shape;
        if (shape[^1] == Shape.Any)
        {
            Throw.Shape($"{this} needs to know its number of channels, but got shape {shape}. Give the model an InputLayer with it.");
        }
        if (IsBuilt && shape[^1] != InputChannels)
        {
            Throw.Shape($"{this} was built for {InputChannels} channels, but got shape {shape}. Use a layer of its own.");
        }
    }

    /// <summary>Channels that the weights are for.</summary>
    private protected abstract int InputChannels { get; }

    private protected int[] KernelShape(params ReadOnlySpan<int> last) => IsPlane ? [Window.Size.Rows, Window.Size.Columns, .. last] : [Window.Size.Columns, .. last];

    private protected static int AtLeastOne(int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        return number;
    }

    private protected void AddBias(int channels) => _bias = UseBias ? AddWeight("bias", [channels], BiasInitializer, BiasRegularizer, BiasConstraint) : null;

    internal override object NewCache() => new ConvolutionRun(this);

    internal override void Forward(LayerRun run)
    {
        ConvolutionRun convolution = run.Cache<ConvolutionRun>();
        convolution.Begin(run);
        Begin(run, convolution.Map, convolution.Sums);
        run.Output.Resize(convolution.Sums.Dimensions);
        run.Output.Mask = null;
        run.Output.KeepLogits(convolution.Sums, OwnActivation);
        Sum(run, convolution);
        convolution.Activate();
    }

    internal override void Backward(LayerRun run)
    {
        ConvolutionRun convolution = run.Cache<ConvolutionRun>();
        convolution.Deactivate();
        convolution.Product.IgnoresBias = convolution.Plane.IgnoresBias = convolution.Taps.IgnoresBias = OwnActivation == Activation.Linear && run.Output.HasCenteredGradient;
        SumBackward(run, convolution);
    }

    /// <summary>Makes the sums.</summary>
    private protected abstract void Sum(LayerRun run, ConvolutionRun convolution);

    /// <summary>From the sums' gradient, makes the input's and the weights'.</summary>
    private protected abstract void SumBackward(LayerRun run, ConvolutionRun convolution);
}

/// <summary>What all convolutions are set by.</summary>
internal readonly record struct ConvolutionSettings(WindowSettings Window, DataFormat DataFormat, Activation Activation, bool UseBias, WeightSettings Bias);

/// <summary>One call of a convolution.</summary>
internal sealed class ConvolutionRun
{
    private readonly ConvolutionLayer _layer;
    private readonly Action<int, int> _activate;
    private readonly Action<int, int> _deactivate;
    private readonly TensorValue _sums = new(ElementType.Float32);
    private LayerRun _run = null!;

    public ConvolutionRun(ConvolutionLayer layer)
    {
        _layer = layer;
        (_activate, _deactivate) = (ActivateShare, DeactivateShare);
    }

    public WindowMap Map { get; } = new();

    /// <summary>What stands before the activation: the output itself where that changes nothing.</summary>
    public TensorValue Sums => IsLinear ? _run.Output : _sums;

    /// <summary>What stands between the two halves of a separable convolution.</summary>
    public TensorValue Between { get; } = new(ElementType.Float32);

    public WindowProduct Product { get; } = new();

    public PlaneProduct Plane { get; } = new();

    public TapProduct Taps { get; } = new();

    private bool IsLinear => _layer.OwnActivation == Activation.Linear;

    public void Begin(LayerRun run) => _run = run;

    public void Activate()
    {
        if (!IsLinear)
        {
            _run.Team.Run(_activate, Sums.Count);
        }
    }

    public void Deactivate()
    {
        if (!IsLinear)
        {
            _ = Sums.Gradient;
            _run.Team.Run(_deactivate, Sums.Count);
        }
    }

    private void ActivateShare(int worker, int workers)
    {
        Range mine = Share(worker, workers);
        _layer.OwnActivation.Forward(Sums.Floats[mine], _run.Output.Floats[mine], Sums.Width);
    }

    private void DeactivateShare(int worker, int workers)
    {
        Range mine = Share(worker, workers);
        ReadOnlySpan<float> dy = _run.OutputGradient(0)[mine];
        if (_run.Output.GradientIsOfLogits)
        {
            dy.CopyTo(Sums.Gradient[mine]);
        }
        else
        {
            _layer.OwnActivation.Backward(Sums.Floats[mine], _run.Output.Floats[mine], dy, Sums.Gradient[mine], Sums.Width);
        }
    }

    private Range Share(int worker, int workers)
    {
        (int from, int to) = Team.Share(Sums.Count / Sums.Width, 1, worker, workers);
        return (from * Sums.Width)..(to * Sums.Width);
    }
}
