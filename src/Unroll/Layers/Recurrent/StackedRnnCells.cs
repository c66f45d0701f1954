namespace Unroll;

/// <summary>
/// Cells one on the other: each takes the output of the one before it at the same step. Keras's StackedRNNCells. The state is that of the first cell,
/// then of the second, and so on; an <see cref="Rnn"/> walks over time with one cell after the other, which gives the same numbers.
/// </summary>
public sealed class StackedRnnCells : RnnCell
{
    private readonly RnnCell[] _cells;

    /// <summary>A stack of cells, the first next to the input.</summary>
    /// <exception cref="ArgumentException">No cells.</exception>
    public StackedRnnCells(params IReadOnlyList<RnnCell> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        if (cells.Count == 0)
        {
            Throw.Argument("A stack has one cell or more, but got none. Pass the cells.", nameof(cells));
        }
        _cells = [.. cells];
        Graph.NameLayers(_cells);
    }

    /// <summary>The cells.</summary>
    public IReadOnlyList<RnnCell> Cells => _cells;

    internal override string ClassName => "StackedRNNCells";

    internal override string DefaultName => "stacked_rnn_cells";

    internal override int StateCount => _cells.Sum(static c => c.StateCount);

    internal override IReadOnlyList<Layer> Parts => _cells;

    internal override RnnCell Copy() => new StackedRnnCells([.. _cells.Select(static c => c.Copy())]) { Name = Name };

    internal override SymbolicTensor[] Walk(IReadOnlyList<SymbolicTensor> inputs, IReadOnlyList<SymbolicTensor?> masks, SequenceSettings sequence)
    {
        SequenceSettings inner = sequence with { ReturnSequences = true, ZeroOutputForMask = false };
        SymbolicTensor x = inputs[0];
        int given = 1;
        var states = new List<SymbolicTensor>();
        for (int i = 0; i < _cells.Length; i++)
        {
            bool last = i == _cells.Length - 1;
            SymbolicTensor[] outputs = _cells[i].Walk([x, .. inputs.Skip(given).Take(_cells[i].StateCount)], masks, last ? sequence : inner);
            given += _cells[i].StateCount;
            states.AddRange(outputs.AsSpan(1));

            // Each cell reads time as the input has it, so that masks fit.
            x = !last && sequence.GoBackwards ? new ReverseTime().Apply(outputs[0]) : outputs[0];
        }
        return [x, .. states];
    }
}
