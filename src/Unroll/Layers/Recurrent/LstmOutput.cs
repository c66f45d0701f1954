namespace Unroll;

/// <summary>An LSTM's state in a graph.</summary>
/// <param name="H">The output of the last step, [batch, units]; of a <see cref="ConvLstm"/> [batch, ..., filters].</param>
/// <param name="C">The memory cells after the last step, of the same shape.</param>
public sealed record LstmSymbolicState(SymbolicTensor H, SymbolicTensor C);

/// <summary>What an LSTM makes in a graph; in place of the units a <see cref="ConvLstm"/> has its places and filters.</summary>
public sealed class LstmOutput
{
    private readonly RecurrentBase _layer;
    private readonly SymbolicTensor[] _outputs;

    internal LstmOutput(RecurrentBase layer, SymbolicTensor[] outputs) => (_layer, _outputs) = (layer, outputs);

    /// <summary>The layer's output: every step with ReturnSequences, else the last.</summary>
    public SymbolicTensor Output => _outputs[0];

    /// <summary>The last step's output, [batch, units].</summary>
    public SymbolicTensor Last => _layer.ReturnSequences ? _outputs[1] : _outputs[0];

    /// <summary>Every step's output, [batch, time, units].</summary>
    /// <exception cref="InvalidOperationException">The layer doesn't return sequences.</exception>
    public SymbolicTensor Sequence => _layer.ReturnSequences
        ? _outputs[0]
        : Throw.State<SymbolicTensor>($"{_layer} returns its last step only. Set ReturnSequences = true.");

    /// <summary>The state after the last step.</summary>
    public LstmSymbolicState State => new(_outputs[1], _outputs[2]);

    /// <summary>An output stands wherever a tensor is asked for.</summary>
    public static implicit operator SymbolicTensor(LstmOutput output) => output.Output;
}
