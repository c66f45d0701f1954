using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// The plain recurrence (Elman 1990), Keras's SimpleRNN: h' = activation(x·kernel + h·recurrent + bias), [batch, time, features] to [batch, units],
/// or to [batch, time, units] with <see cref="RecurrentBase.ReturnSequences"/>.
/// </summary>
public sealed class SimpleRnn : RecurrentLayer
{
    private static readonly int[] s_gates = [0];

    /// <summary>A layer of <paramref name="units"/> units.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1 unit.</exception>
    public SimpleRnn(int units)
        : base(new RecurrentSettings(units))
    {
    }

    internal SimpleRnn(RecurrentSettings settings)
        : base(settings)
    {
    }

    internal override string ClassName => "SimpleRNN";

    internal override string DefaultName => "simple_rnn";

    internal override CellKind Cell => CellKind.SimpleRnn;

    internal override int Gates => 1;

    internal override int[] InputGates => s_gates;

    internal override int[] RecurrentGates => s_gates;

    /// <summary>Calls the layer in a graph.</summary>
    /// <param name="input">[batch, time, features].</param>
    /// <param name="initialState">h to begin with, [batch, units]; zeros by default.</param>
    /// <param name="mask">A mask, [batch, time], in place of the input's own; as in Keras 3, the input's own is not read where an initial state is given.</param>
    public RecurrentOutput Apply(SymbolicTensor input, SymbolicTensor? initialState = null, SymbolicTensor? mask = null) =>
        new(this, Apply(initialState is null ? [input] : [input, initialState], mask));

    internal override GeneralCell? NewGeneralCell(ScanState state) =>
        Activation == Activation.Tanh ? null : new GeneralSimpleRnnCell(Activation, state);
}
