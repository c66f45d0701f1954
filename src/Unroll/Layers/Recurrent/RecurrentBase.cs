namespace Unroll;

/// <summary>What the layers that walk over time with a state are set by: Keras's <c>RNN</c> options, and those of its cells.</summary>
public abstract class RecurrentBase : Layer, ISequenceLayer
{
    private protected RecurrentBase(RecurrentSettings settings, string units)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.Units, 1, units);
        Settings = settings;
    }

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

    /// <summary>
    /// Whether a batch goes on from the state of the batch before, row by row, up to <see cref="Model.ResetStates"/>. The <see cref="InputLayer"/> needs a
    /// <see cref="InputLayer.BatchSize"/>, which is then the size of every batch; <c>Fit</c> is to leave the order (<see cref="FitOptions.Shuffle"/>).
    /// </summary>
    public bool Stateful { get => Settings.Sequence.Stateful; init => Settings.Sequence.Stateful = value; }

    /// <summary>Whether the output at a masked step is 0 instead of the step before it.</summary>
    public bool ZeroOutputForMask { get => Settings.Sequence.ZeroOutputForMask; init => Settings.Sequence.ZeroOutputForMask = value; }

    /// <summary>In training, the share of inputs that is dropped: one mask for all steps.</summary>
    public float Dropout { get => Settings.Dropout; init => Settings.Dropout = value; }

    /// <summary>In training, the share of h that the recurrent product does not see: one mask for all steps (Gal and Ghahramani 2016).</summary>
    public float RecurrentDropout { get => Settings.RecurrentDropout; init => Settings.RecurrentDropout = value; }

    /// <summary>How the kernel begins.</summary>
    public Initializer KernelInitializer { get => Settings.KernelInitializer; init => Settings.KernelInitializer = value; }

    /// <summary>How the recurrent kernel begins.</summary>
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

    internal RecurrentSettings Settings { get; private protected set; }

    SequenceSettings ISequenceLayer.Sequence => Settings.Sequence;

    internal Parameter Kernel { get; private protected set; } = null!;

    internal Parameter Recurrent { get; private protected set; } = null!;

    internal Parameter? Bias { get; private protected set; }

    internal override int HiddenOutputs => ReturnState ? 0 : StateCount;

    internal override (int Fewest, int Most) InputCount => (1, 1 + StateCount);

    internal override bool IsStateful => Stateful;

    Layer ISequenceLayer.Copy(string name, SequenceSettings sequence)
    {
        var copy = (RecurrentBase)CopyUnbuilt();
        copy.Settings = Settings with { Sequence = sequence };
        copy.SetName(name);
        return copy;
    }
}
