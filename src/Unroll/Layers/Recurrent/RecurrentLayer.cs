using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// A layer that walks over time with a state: [batch, time, features] to [batch, units], or to [batch, time, units] with <see cref="RecurrentBase.ReturnSequences"/>.
/// Its kernel is [features, gates * units], the recurrent one [units, gates * units].
/// </summary>
public abstract class RecurrentLayer : RecurrentBase
{
    private protected RecurrentLayer(RecurrentSettings settings)
        : base(settings, "units")
    {
    }

    /// <summary>The number of units, and the length of the output.</summary>
    public int Units => Settings.Units;

    /// <summary>The kernels that serve it.</summary>
    internal abstract CellKind Cell { get; }

    /// <summary>Matrices side by side in a kernel.</summary>
    internal abstract int Gates { get; }

    /// <summary>1 with h alone, 2 with h and c.</summary>
    internal override int StateCount => 1;

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

    internal override bool WorksByStep => !GoBackwards;

    internal override bool ReadsLookups => true;

    /// <summary>The cell of activations that the kernels don't know; null for the usual ones.</summary>
    internal abstract GeneralCell? NewGeneralCell(ScanState state);

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
