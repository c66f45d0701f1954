using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// A layer that walks over time with a state: [batch, time, features] to [batch, units], or to [batch, time, units] with <see cref="ReturnSequences"/>.
/// Keras's <c>RNN</c> options.
/// </summary>
public abstract class RecurrentLayer : Layer, ISequenceLayer
{
    private protected RecurrentLayer(RecurrentSettings settings)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.Units, 1, "units");
        Settings = settings;
    }

    /// <summary>The number of units, and the length of the output.</summary>
    public int Units => Settings.Units;

    /// <summary>What the new state, or its candidate, goes through.</summary>
    public Activation Activation { get => Settings.Activation; init => Settings.Activation = value; }

    /// <summary>Whether a bias is added.</summary>
    public bool UseBias { get => Settings.UseBias; init => Settings.UseBias = value; }

    /// <summary>Whether the output has every step, not the last alone.</summary>
    public bool ReturnSequences { get => Settings.Sequence.ReturnSequences; init => Settings.Sequence.ReturnSequences = value; }

    /// <summary>Whether the state counts as output in Keras's config and summary. The layer's output in a graph has it either way.</summary>
    public bool ReturnState { get => Settings.Sequence.ReturnState; init => Settings.Sequence.ReturnState = value; }

    /// <summary>Whether time runs from the last step to the first; the output stands in the order in which it was computed.</summary>
    public bool GoBackwards { get => Settings.Sequence.GoBackwards; init => Settings.Sequence.GoBackwards = value; }

    /// <summary>Whether a batch goes on from the state of the batch before, row by row.</summary>
    public bool Stateful { get => Settings.Sequence.Stateful; init => Settings.Sequence.Stateful = value; }

    /// <summary>Whether the output at a masked step is 0 instead of the step before it.</summary>
    public bool ZeroOutputForMask { get => Settings.Sequence.ZeroOutputForMask; init => Settings.Sequence.ZeroOutputForMask = value; }

    /// <summary>In training, the share of inputs that is dropped: one mask for all steps.</summary>
    public float Dropout { get => Settings.Dropout; init => Settings.Dropout = value; }

    /// <summary>In training, the share of h that the recurrent product does not see: one mask for all steps (Gal and Ghahramani 2016).</summary>
    public float RecurrentDropout { get => Settings.RecurrentDropout; init => Settings.RecurrentDropout = value; }

    /// <summary>How the kernel, [features, gates * units], begins.</summary>
    public Initializer KernelInitializer { get => Settings.KernelInitializer; init => Settings.KernelInitializer = value; }

    /// <summary>How the recurrent kernel, [units, gates * units], begins.</summary>
    public Initializer RecurrentInitializer { get => Settings.RecurrentInitializer; init => Settings.RecurrentInitializer = value; }

    /// <summary>How the bias begins.</summary>
    public Initializer BiasInitializer { get => Settings.BiasInitializer; init => Settings.BiasInitializer = value; }

    /// <summary>What the kernel adds to the loss.</summary>
    public Regularizer? KernelRegularizer { get => Settings.KernelRegularizer; init => Settings.KernelRegularizer = value; }

    /// <summary>What the kernel is brought back to after each batch.</summary>
    public Constraint? KernelConstraint { get => Settings.KernelConstraint; init => Settings.KernelConstraint = value; }

    /// <summary>What the recurrent kernel adds to the loss.</summary>
    public Regularizer? RecurrentRegularizer { get => Settings.RecurrentRegularizer; init => Settings.RecurrentRegularizer = value; }

    /// <summary>What the recurrent kernel is brought back to after each batch.</summary>
    public Constraint? RecurrentConstraint { get => Settings.RecurrentConstraint; init => Settings.RecurrentConstraint = value; }

    /// <summary>What the bias adds to the loss.</summary>
    public Regularizer? BiasRegularizer { get => Settings.BiasRegularizer; init => Settings.BiasRegularizer = value; }

    /// <summary>What the bias is brought back to after each batch.</summary>
    public Constraint? BiasConstraint { get => Settings.BiasConstraint; init => Settings.BiasConstraint = value; }

    internal RecurrentSettings Settings { get; private set; }

    SequenceSettings ISequenceLayer.Sequence => Settings.Sequence;

    internal Parameter Kernel { get; private set; } = null!;

    internal Parameter Recurrent { get; private set; } = null!;

    internal Parameter? Bias { get; private set; }

    /// <summary>The kernels that serve it.</summary>
    internal abstract CellKind Cell { get; }

    /// <summary>Matrices side by side in a kernel.</summary>
    internal abstract int Gates { get; }

    /// <summary>1 with h alone, 2 with h and c.</summary>
    internal override int StateCount => 1;

    internal override int HiddenOutputs => ReturnState ? 0 : StateCount;

    /// <summary>For each slot of <see cref="GateLayout"/> the gate of the kernel that it takes, or -1.</summary>
    internal abstract int[] InputGates { get; }

    /// <summary>Likewise of the recurrent kernel.</summary>
    internal abstract int[] RecurrentGates { get; }

    /// <summary>Likewise of the recurrent kernel, for the product that waits for the gates; null without one.</summary>
    internal virtual int[]? CandidateGates => null;

    /// <summary>The bias that goes with the kernel.</summary>
    internal virtual ReadOnlySpan<float> InputBias => Bias!.Values;

    /// <summary>A second bias that goes with the recurrent kernel, or nothing.</summary>
    internal virtual ReadOnlySpan<float> RecurrentBias => default;

    internal override (int Fewest, int Most) InputCount => (1, 1 + StateCount);

    internal override bool IsStateful => Stateful;

    internal override bool WorksByStep => !GoBackwards;

    internal override bool ReadsLookups => true;

    /// <summary>The cell of activations that the kernels don't know; null for the usual ones.</summary>
    internal abstract GeneralCell? NewGeneralCell(ScanState state);

    Layer ISequenceLayer.Copy(string name, SequenceSettings sequence)
    {
        var copy = (RecurrentLayer)CopyUnbuilt();
        copy.Settings = Settings with { Sequence = sequence };
        copy.SetName(name);
        return copy;
    }

    /// <summary>A layer of the same weights that walks over time another way.</summary>
    internal RecurrentLayer Walking(SequenceSettings sequence)
    {
        var walking = (RecurrentLayer)MemberwiseClone();
        walking.Settings = Settings with { Sequence = sequence };
        return walking;
    }

    private protected virtual Initializer FirstBias => BiasInitializer;

    private protected virtual int[] BiasShape => [Gates * Units];

    internal override void CheckInputs(IReadOnlyList<SymbolicTensor> inputs)
    {
        string name = $"{GetType().Name}({Units})";
        Shape x = inputs[0].Shape;
        if (inputs[0].Type != ElementType.Float32 || x.Rank != 3)
        {
            Throw.Shape($"{name} expects float inputs of shape [batch, time, features], but got {inputs[0].Type} of shape {x}. Put an Embedding before it, or ReturnSequences on the layer before.");
        }
        if (x[2] == Shape.Any)
        {
            Throw.Shape($"{name} needs to know its number of features, but got shape {x}. Give the model an InputLayer with that axis.");
        }
        if (IsBuilt && x[2] != Kernel.Shape[0])
        {
            Throw.Shape($"{this} was built for {Kernel.Shape[0]} features, but got shape {x}. Use a layer of its own.");
        }
        if (Stateful && x[0] == Shape.Any)
        {
            Throw.Shape($"{name} is stateful and needs a fixed batch size, but got shape {x}. Give the InputLayer a BatchSize.");
        }
        if (inputs.Count != 1 && inputs.Count != 1 + StateCount)
        {
            Throw.Shape($"{name} expects an initial state of {StateCount} tensors, but got {inputs.Count - 1}. Pass the state of a layer of the same kind.");
        }
        for (int i = 1; i < inputs.Count; i++)
        {
            if (inputs[i].Shape.Rank != 2 || inputs[i].Shape[1] != Units)
            {
                Throw.Shape($"{name} expects an initial state of shape (None, {Units}), but got {inputs[i].Shape}. Use a state of as many units.");
            }
        }
    }

    internal override Shape[] OutputShapes(ReadOnlySpan<Shape> inputs)
    {
        Shape x = inputs[0];
        var state = new Shape(x[0], Units);
        return [ReturnSequences ? new Shape(x[0], x[1], Units) : state, .. Enumerable.Repeat(state, StateCount)];
    }

    internal override void Build(ReadOnlySpan<Shape> inputs)
    {
        int columns = checked(Gates * Units);
        Kernel = AddWeight("kernel", [inputs[0][2], columns], KernelInitializer, KernelRegularizer, KernelConstraint);
        Recurrent = AddWeight("recurrent_kernel", [Units, columns], RecurrentInitializer, RecurrentRegularizer, RecurrentConstraint);
        Bias = UseBias ? AddWeight("bias", BiasShape, FirstBias, BiasRegularizer, BiasConstraint) : null;
    }

    internal override object NewCache() => new RecurrentRun(this);

    internal override void Forward(LayerRun run) => run.Cache<RecurrentRun>().Forward(run);

    internal override void Backward(LayerRun run) => run.Cache<RecurrentRun>().Backward(run);
}
