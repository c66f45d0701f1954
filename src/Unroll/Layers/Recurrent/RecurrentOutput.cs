namespace Unroll;

/// <summary>What a GRU or a plain recurrence makes in a graph.</summary>
public sealed class RecurrentOutput
{
    private readonly RecurrentLayer _layer;
    private readonly SymbolicTensor[] _outputs;

    internal RecurrentOutput(RecurrentLayer layer, SymbolicTensor[] outputs) => (_layer, _outputs) = (layer, outputs);

    /// <summary>The layer's output: every step with ReturnSequences, else the last.</summary>
    public SymbolicTensor Output => _outputs[0];

    /// <summary>The last step's output, [batch, units].</summary>
    public SymbolicTensor Last => _layer.ReturnSequences ? _outputs[1] : _outputs[0];

    /// <summary>Every step's output, [batch, time, units].</summary>
    /// <exception cref="InvalidOperationException">The layer doesn't return sequences.</exception>
    public SymbolicTensor Sequence => _layer.ReturnSequences
        ? _outputs[0]
        : Throw.State<SymbolicTensor>($"{_layer} returns its last step only. Set ReturnSequences = true.");

    /// <summary>h after the last step, [batch, units].</summary>
    public SymbolicTensor State => _outputs[1];

    /// <summary>An output stands wherever a tensor is asked for.</summary>
    public static implicit operator SymbolicTensor(RecurrentOutput output) => output.Output;
}
