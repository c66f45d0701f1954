namespace Unroll;

/// <summary>
/// Walks over time with a cell, Keras's RNN: [batch, time, features] to [batch, units], or to [batch, time, units] with <see cref="ReturnSequences"/>.
/// With one of the library's cells it computes what the layer of that cell does, as fast.
/// </summary>
public sealed class Rnn : CompositeLayer, ISequenceLayer
{
    private SequenceSettings _sequence = new();

    /// <summary>A layer that takes its steps with <paramref name="cell"/>.</summary>
    public Rnn(RnnCell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        Cell = cell;
        Graph.NameLayers([cell]);
    }

    /// <summary>A layer that takes its steps with cells one on the other.</summary>
    public Rnn(params IReadOnlyList<RnnCell> cells)
        : this(new StackedRnnCells(cells))
    {
    }

    /// <summary>The cell.</summary>
    public RnnCell Cell { get; }

    /// <summary>Whether the output has every step, not the last alone.</summary>
    public bool ReturnSequences { get => _sequence.ReturnSequences; init => _sequence.ReturnSequences = value; }

    /// <summary>Whether the state counts as output in Keras's config and summary. The layer's output in a graph has it either way.</summary>
    public bool ReturnState { get => _sequence.ReturnState; init => _sequence.ReturnState = value; }

    /// <summary>Whether time runs from the last step to the first; the output stands in the order in which it was computed.</summary>
    public bool GoBackwards { get => _sequence.GoBackwards; init => _sequence.GoBackwards = value; }

    /// <summary>
    /// Whether a batch goes on from the state of the batch before, row by row, up to <see cref="Model.ResetStates"/>. The <see cref="InputLayer"/> needs a
    /// <see cref="InputLayer.BatchSize"/>, which is then the size of every batch; <c>Fit</c> is to leave the order (<see cref="FitOptions.Shuffle"/>).
    /// </summary>
    public bool Stateful { get => _sequence.Stateful; init => _sequence.Stateful = value; }

    /// <summary>Whether the output at a masked step is 0 instead of the step before it.</summary>
    public bool ZeroOutputForMask { get => _sequence.ZeroOutputForMask; init => _sequence.ZeroOutputForMask = value; }

    internal override string ClassName => "RNN";

    internal override string DefaultName => "rnn";

    internal override int StateCount => Cell.StateCount;

    internal override int HiddenOutputs => ReturnState ? 0 : StateCount;

    internal override (int Fewest, int Most) InputCount => (1, 1 + StateCount);

    internal override bool IsStateful => Stateful;

    internal override bool WorksByStep => !GoBackwards;

    internal override IReadOnlyList<Layer> Parts => [Cell];

    internal SequenceSettings Sequence { get => _sequence; init => _sequence = value; }

    SequenceSettings ISequenceLayer.Sequence => _sequence;

    Layer ISequenceLayer.Copy(string name, SequenceSettings sequence) => new Rnn(Cell.Copy()) { Name = name, _sequence = sequence, ActivityRegularizer = ActivityRegularizer };

    /// <summary>Calls the layer in a graph.</summary>
    /// <param name="input">[batch, time, features].</param>
    /// <param name="initialState">The state to begin with, cell by cell, [batch, units] each; zeros by default.</param>
    /// <param name="mask">A mask, [batch, time], in place of the input's own; as in Keras 3, the input's own is not read where an initial state is given.</param>
    public RnnOutput Apply(SymbolicTensor input, IReadOnlyList<SymbolicTensor>? initialState = null, SymbolicTensor? mask = null) =>
        new(Apply([input, .. initialState ?? []], mask));

    internal override void CheckInputs(IReadOnlyList<SymbolicTensor> inputs)
    {
        if (inputs.Count > 1 && inputs.Count != 1 + StateCount)
        {
            Throw.Shape($"{this} expects an initial state of {StateCount} tensors, cell by cell, but got {inputs.Count - 1}.");
        }
    }

    private protected override IReadOnlyList<SymbolicTensor> Expand(IReadOnlyList<SymbolicTensor> inputs, IReadOnlyList<SymbolicTensor?> masks) =>
        Cell.Walk(inputs, masks, _sequence);
}

/// <summary>What an <see cref="Rnn"/> makes in a graph.</summary>
public sealed class RnnOutput
{
    private readonly SymbolicTensor[] _outputs;

    internal RnnOutput(SymbolicTensor[] outputs) => _outputs = outputs;

    /// <summary>The layer's output: every step with ReturnSequences, else the last.</summary>
    public SymbolicTensor Output => _outputs[0];

    /// <summary>The state after the last step, cell by cell, [batch, units] each.</summary>
    public IReadOnlyList<SymbolicTensor> State => _outputs[1..];

    /// <summary>An output stands wherever a tensor is asked for.</summary>
    public static implicit operator SymbolicTensor(RnnOutput output) => output.Output;
}
