namespace Unroll;

/// <summary>
/// An LSTM at every place of a line or plane, whose products are convolutions (Shi et al., 2015): z = x * kernel + h * recurrent + bias, in the gate order
/// i, f, c, o; c' = f c + i g; h' = o activation(c'). The window over x lies as a convolution's, that over h has stride 1 and leaves the size as it is.
/// Its kernel is [window, channels, 4 filters], the recurrent one [window, filters, 4 filters].
/// </summary>
public abstract class ConvLstm : RecurrentBase
{
    private protected ConvLstm(RecurrentSettings settings, WindowSettings window)
        : base(settings, "filters") => Window = window;

    /// <summary>Channels of the output and of the state.</summary>
    public int Filters => Settings.Units;

    /// <summary>What the gates go through.</summary>
    public Activation RecurrentActivation { get => Settings.RecurrentActivation; init => Settings.RecurrentActivation = value; }

    /// <summary>Whether the forget gate's bias begins at 1 (Jozefowicz et al. 2015).</summary>
    public bool UnitForgetBias { get => Settings.UnitForgetBias; init => Settings.UnitForgetBias = value; }

    /// <summary>What windows over the input see beyond its ends.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Causal.</exception>
    public WindowPadding Padding { get => Window.Padding; init => Window = Window with { Padding = value }; }

    /// <summary>How windows lie over the input; those over a line are one row high.</summary>
    internal WindowSettings Window { get; init => field = WindowSettings.Checked(value, mayLookBack: false); }

    /// <summary>Whether the windows move over two axes.</summary>
    internal abstract bool IsPlane { get; }

    internal override int StateCount => 2;

    /// <summary>How they lie over the state.</summary>
    internal WindowSettings StateWindow => new(Window.Size, (1, 1), WindowPadding.Same);

    /// <summary>Calls the layer in a graph.</summary>
    /// <param name="input">[batch, time, ..., channels].</param>
    /// <param name="initialState">h and c to begin with, [batch, ..., filters] each; zeros by default.</param>
    /// <param name="mask">A mask, [batch, time], in place of the input's own; as in Keras 3, the input's own is not read where an initial state is given.</param>
    public LstmOutput Apply(SymbolicTensor input, LstmSymbolicState? initialState = null, SymbolicTensor? mask = null)
    {
        SymbolicTensor[] inputs = initialState is null ? [input] : [input, initialState.H, initialState.C];
        return new LstmOutput(this, Apply(inputs, mask));
    }

    internal override void CheckInputs(IReadOnlyList<SymbolicTensor> inputs)
    {
        if (Window.Strides != (1, 1) && Window.Dilation != (1, 1))
        {
            Throw.Argument($"{this} has both strides and dilation above 1, which Keras has not either. Leave one of them at 1.");
        }
        base.CheckInputs(inputs);
        Shape x = inputs[0].Shape;
        if (x.Rank != (IsPlane ? 5 : 4))
        {
            Throw.Shape($"{this} expects inputs of shape {(IsPlane ? "[batch, time, height, width, channels]" : "[batch, time, width, channels]")}, but got {x}. Reshape them.");
        }
        if (x[^1] == Shape.Any)
        {
            Throw.Shape($"{this} needs to know its number of channels, but got shape {x}. Give the model an InputLayer with it.");
        }
        if (IsBuilt && x[^1] != Kernel.Shape[^2])
        {
            Throw.Shape($"{this} was built for {Kernel.Shape[^2]} channels, but got shape {x}. Use a layer of its own.");
        }
        if (Stateful && x[0] == Shape.Any)
        {
            Throw.Shape($"{this} is stateful and needs a fixed batch size, but got shape {x}. Give the InputLayer a BatchSize.");
        }
        Shape state = StateShape(x);
        if (state.Axes[1..].Contains(0))
        {
            Throw.Shape($"{this} has a window that is longer than its input of shape {x}. Use a smaller window, WindowPadding.Same, or longer inputs.");
        }
        CheckState(inputs, state);
    }

    private void CheckState(IReadOnlyList<SymbolicTensor> inputs, Shape state)
    {
        if (inputs.Count != 1 && inputs.Count != 1 + StateCount)
        {
            Throw.Shape($"{this} expects an initial state of {StateCount} tensors, but got {inputs.Count - 1}. Pass the state of a layer of the same kind.");
        }
        for (int i = 1; i < inputs.Count; i++)
        {
            if (!inputs[i].Shape.Axes[1..].SequenceEqual(state.Axes[1..]))
            {
                Throw.Shape($"{this} expects an initial state of shape {state}, but got {inputs[i].Shape}. Use a state of as many places and filters.");
            }
        }
    }

    /// <summary>[batch, ..., filters] for an input [batch, time, ..., channels].</summary>
    private Shape StateShape(Shape x)
    {
        int across = Window.Across.Count(x[^2]);
        return IsPlane ? new Shape(x[0], Window.Down.Count(x[2]), across, Filters) : new Shape(x[0], across, Filters);
    }

    internal override Shape[] OutputShapes(ReadOnlySpan<Shape> inputs)
    {
        Shape x = inputs[0], state = StateShape(x);
        return [ReturnSequences ? new Shape([x[0], x[1], .. state.Axes[1..]]) : state, state, state];
    }

    internal override void Build(ReadOnlySpan<Shape> inputs)
    {
        int columns = checked(4 * Filters);
        int[] window = IsPlane ? [Window.Size.Rows, Window.Size.Columns] : [Window.Size.Columns];
        Kernel = AddWeight("kernel", [.. window, inputs[0][^1], columns], KernelInitializer, KernelRegularizer, KernelConstraint);
        Recurrent = AddWeight("recurrent_kernel", [.. window, Filters, columns], RecurrentInitializer, RecurrentRegularizer, RecurrentConstraint);
        Initializer first = UnitForgetBias ? new ForgetBias(BiasInitializer, Filters) : BiasInitializer;
        Bias = UseBias ? AddWeight("bias", [columns], first, BiasRegularizer, BiasConstraint) : null;
    }

    internal override object NewCache() => new ConvLstmRun(this);

    internal override void Forward(LayerRun run) => run.Cache<ConvLstmRun>().Forward(run);

    internal override void Backward(LayerRun run) => run.Cache<ConvLstmRun>().Backward();
}
