using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// Long short-term memory (Hochreiter and Schmidhuber 1997), Keras's LSTM: [batch, time, features] to [batch, units],
/// or to [batch, time, units] with <see cref="RecurrentBase.ReturnSequences"/>.
/// z = x·kernel + h·recurrent + bias, in the gate order i, f, c, o; c' = f c + i g; h' = o activation(c').
/// </summary>
public sealed class Lstm : RecurrentLayer
{
    private static readonly int[] s_gates = [0, 1, 2, 3];

    /// <summary>A layer of <paramref name="units"/> memory cells.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1 unit.</exception>
    public Lstm(int units)
        : base(new RecurrentSettings(units))
    {
    }

    internal Lstm(RecurrentSettings settings)
        : base(settings)
    {
    }

    /// <summary>What the gates go through.</summary>
    public Activation RecurrentActivation { get => Settings.RecurrentActivation; init => Settings.RecurrentActivation = value; }

    /// <summary>Whether the forget gate's bias begins at 1 (Jozefowicz et al. 2015).</summary>
    public bool UnitForgetBias { get => Settings.UnitForgetBias; init => Settings.UnitForgetBias = value; }

    internal override string ClassName => "LSTM";

    internal override string DefaultName => "lstm";

    internal override CellKind Cell => CellKind.Lstm;

    internal override int Gates => 4;

    internal override int StateCount => 2;

    internal override int[] InputGates => s_gates;

    internal override int[] RecurrentGates => s_gates;

    private protected override Initializer FirstBias => UnitForgetBias ? new ForgetBias(BiasInitializer, Units) : BiasInitializer;

    /// <summary>Calls the layer in a graph.</summary>
    /// <param name="input">[batch, time, features].</param>
    /// <param name="initialState">h and c to begin with, [batch, units] each; zeros by default.</param>
    /// <param name="mask">A mask, [batch, time], in place of the input's own; as in Keras 3, the input's own is not read where an initial state is given.</param>
    public LstmOutput Apply(SymbolicTensor input, LstmSymbolicState? initialState = null, SymbolicTensor? mask = null)
    {
        SymbolicTensor[] inputs = initialState is null ? [input] : [input, initialState.H, initialState.C];
        return new LstmOutput(this, Apply(inputs, mask));
    }

    internal override GeneralCell? NewGeneralCell(ScanState state) =>
        Activation == Activation.Tanh && RecurrentActivation == Activation.Sigmoid ? null : new GeneralLstmCell(Activation, RecurrentActivation, state);
}
