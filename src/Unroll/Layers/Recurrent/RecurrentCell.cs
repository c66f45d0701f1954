namespace Unroll;

/// <summary>A cell that computes what a recurrent layer of the same settings does at one step.</summary>
public abstract class RecurrentCell : RnnCell
{
    private protected RecurrentCell(RecurrentLayer layer) => Layer = layer;

    /// <summary>The number of units, and the length of the output.</summary>
    public int Units => Settings.Units;

    /// <summary>What the new state, or its candidate, goes through.</summary>
    public Activation Activation { get => Settings.Activation; init => Settings.Activation = value; }

    /// <summary>Whether a bias is added.</summary>
    public bool UseBias { get => Settings.UseBias; init => Settings.UseBias = value; }

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

    /// <summary>The layer that holds the settings and the weights.</summary>
    internal RecurrentLayer Layer { get; }

    internal override string ClassName => Layer.ClassName + "Cell";

    internal override string DefaultName => Layer.DefaultName + "_cell";

    internal override int StateCount => Layer.StateCount;

    internal override IReadOnlyList<Layer> Parts => [Layer];

    internal override IEnumerable<(string Name, Parameter Weight)> NamedWeights => Weights.Select(w => ($"{Name}/{w.LocalName}", w));

    private protected RecurrentSettings Settings => Layer.Settings;

    internal override SymbolicTensor[] Walk(IReadOnlyList<SymbolicTensor> inputs, IReadOnlyList<SymbolicTensor?> masks, SequenceSettings sequence)
    {
        Layer.CheckInputs(inputs);
        Layer.EnsureBuilt([inputs[0].Shape]);
        return Layer.Walking(sequence).Call(inputs, masks);
    }
}

/// <summary>The cell of an <see cref="Lstm"/>; Keras's LSTMCell. Its state is h and c.</summary>
public sealed class LstmCell : RecurrentCell
{
    /// <summary>A cell of <paramref name="units"/> memory cells.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1 unit.</exception>
    public LstmCell(int units)
        : this(new RecurrentSettings(units))
    {
    }

    internal LstmCell(RecurrentSettings settings)
        : base(new Lstm(settings))
    {
    }

    /// <summary>What the gates go through.</summary>
    public Activation RecurrentActivation { get => Settings.RecurrentActivation; init => Settings.RecurrentActivation = value; }

    /// <summary>Whether the forget gate's bias begins at 1 (Jozefowicz et al. 2015).</summary>
    public bool UnitForgetBias { get => Settings.UnitForgetBias; init => Settings.UnitForgetBias = value; }

    internal override RnnCell Copy() => new LstmCell(Settings with { }) { Name = Name };
}

/// <summary>The cell of a <see cref="Gru"/>; Keras's GRUCell. Its state is h.</summary>
public sealed class GruCell : RecurrentCell
{
    /// <summary>A cell of <paramref name="units"/> units.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1 unit.</exception>
    public GruCell(int units)
        : this(new RecurrentSettings(units))
    {
    }

    internal GruCell(RecurrentSettings settings)
        : base(new Gru(settings))
    {
    }

    /// <summary>What the gates go through.</summary>
    public Activation RecurrentActivation { get => Settings.RecurrentActivation; init => Settings.RecurrentActivation = value; }

    /// <summary>Whether the reset gate works after the recurrent product, as in cuDNN, with a bias of the product's own; else on h before it.</summary>
    public bool ResetAfter { get => Settings.ResetAfter; init => Settings.ResetAfter = value; }

    internal override RnnCell Copy() => new GruCell(Settings with { }) { Name = Name };
}

/// <summary>The cell of a <see cref="SimpleRnn"/>; Keras's SimpleRNNCell. Its state is h.</summary>
public sealed class SimpleRnnCell : RecurrentCell
{
    /// <summary>A cell of <paramref name="units"/> units.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1 unit.</exception>
    public SimpleRnnCell(int units)
        : this(new RecurrentSettings(units))
    {
    }

    internal SimpleRnnCell(RecurrentSettings settings)
        : base(new SimpleRnn(settings))
    {
    }

    internal override RnnCell Copy() => new SimpleRnnCell(Settings with { }) { Name = Name };
}
