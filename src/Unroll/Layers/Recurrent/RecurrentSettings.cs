namespace Unroll;

/// <summary>The settings of recurrent layers and of cells.</summary>
internal sealed record RecurrentSettings(int Units)
{
    public Activation Activation { get; set; } = Activation.Tanh;

    public Activation RecurrentActivation { get; set; } = Activation.Sigmoid;

    public bool UseBias { get; set; } = true;

    public bool UnitForgetBias { get; set; } = true;

    public bool ResetAfter { get; set; } = true;

    public float Dropout { get; set => field = DropoutFactors.CheckRate(value, nameof(Dropout)); }

    public float RecurrentDropout { get; set => field = DropoutFactors.CheckRate(value, nameof(RecurrentDropout)); }

    public Initializer KernelInitializer { get; set; } = Initializer.GlorotUniform;

    public Initializer RecurrentInitializer { get; set; } = Initializer.Orthogonal;

    public Initializer BiasInitializer { get; set; } = Initializer.Zeros;

    public Regularizer? KernelRegularizer { get; set; }

    public Constraint? KernelConstraint { get; set; }

    public Regularizer? RecurrentRegularizer { get; set; }

    public Constraint? RecurrentConstraint { get; set; }

    public Regularizer? BiasRegularizer { get; set; }

    public Constraint? BiasConstraint { get; set; }

    public SequenceSettings Sequence { get; set; } = new();
}

/// <summary>How a layer walks over time, whatever its cell.</summary>
internal sealed record SequenceSettings
{
    public bool ReturnSequences { get; set; }

    public bool ReturnState { get; set; }

    public bool GoBackwards { get; set; }

    public bool Stateful { get; set; }

    public bool ZeroOutputForMask { get; set; }
}

/// <summary>A layer that walks over time, which a <see cref="Bidirectional"/> can take both ways.</summary>
internal interface ISequenceLayer
{
    SequenceSettings Sequence { get; }

    /// <summary>A layer of the same settings with weights, a name and a direction of its own.</summary>
    Layer Copy(string name, SequenceSettings sequence);
}
