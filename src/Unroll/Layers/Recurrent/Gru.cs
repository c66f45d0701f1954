using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// The gated recurrent unit (Cho et al. 2014), Keras's GRU: [batch, time, features] to [batch, units],
/// or to [batch, time, units] with <see cref="RecurrentBase.ReturnSequences"/>.
/// z and r, in the gate order z, r, h; g = activation(x·kernel + r (h·recurrent + bias)), or with <see cref="ResetAfter"/> off activation(x·kernel + (r h)·recurrent);
/// h' = z h + (1 - z) g.
/// </summary>
public sealed class Gru : RecurrentLayer
{
    private static readonly int[] s_inputGates = [-1, 0, 1, 2];
    private static readonly int[] s_recurrentGates = [2, 0, 1, -1];
    private static readonly int[] s_firstGates = [-1, 0, 1, -1];
    private static readonly int[] s_candidateGates = [-1, -1, -1, 2];

    /// <summary>A layer of <paramref name="units"/> units.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1 unit.</exception>
    public Gru(int units)
        : base(new RecurrentSettings(units))
    {
    }

    internal Gru(RecurrentSettings settings)
        : base(settings)
    {
    }

    /// <summary>What the gates go through.</summary>
    public Activation RecurrentActivation { get => Settings.RecurrentActivation; init => Settings.RecurrentActivation = value; }

    /// <summary>Whether the reset gate works after the recurrent product, as in cuDNN, with a bias of the product's own; else on h before it.</summary>
    public bool ResetAfter { get => Settings.ResetAfter; init => Settings.ResetAfter = value; }

    internal override string ClassName => "GRU";

    internal override string DefaultName => "gru";

    internal override CellKind Cell => ResetAfter ? CellKind.Gru : CellKind.GruResetBefore;

    internal override int Gates => 3;

    internal override int[] InputGates => s_inputGates;

    internal override int[] RecurrentGates => ResetAfter ? s_recurrentGates : s_firstGates;

    internal override int[]? CandidateGates => ResetAfter ? null : s_candidateGates;

    internal override ReadOnlySpan<float> InputBias => Bias!.Values[..(Gates * Units)];

    internal override ReadOnlySpan<float> RecurrentBias => ResetAfter ? Bias!.Values[(Gates * Units)..] : default;

    private protected override int[] BiasShape => ResetAfter ? [2, Gates * Units] : [Gates * Units];

    /// <summary>Calls the layer in a graph.</summary>
    /// <param name="input">[batch, time, features].</param>
    /// <param name="initialState">h to begin with, [batch, units]; zeros by default.</param>
    /// <param name="mask">A mask, [batch, time], in place of the input's own; as in Keras 3, the input's own is not read where an initial state is given.</param>
    public RecurrentOutput Apply(SymbolicTensor input, SymbolicTensor? initialState = null, SymbolicTensor? mask = null) =>
        new(this, Apply(initialState is null ? [input] : [input, initialState], mask));

    internal override GeneralCell? NewGeneralCell(ScanState state) =>
        Activation == Activation.Tanh && RecurrentActivation == Activation.Sigmoid ? null : new GeneralGruCell(Activation, RecurrentActivation, ResetAfter, state);
}
