namespace Unroll;

/// <summary>Walks over time with a <see cref="CustomCell"/>, whose weights it holds: [batch, time, features] and perhaps a state, to the output and the state after the last step.</summary>
internal sealed class CellWalk(CustomCell cell) : PartLayer
{
    private SequenceSettings _sequence = new();

    public CustomCell Cell => cell;

    public SequenceSettings Sequence => _sequence;

    internal override string ClassName => cell.ClassName;

    internal override string DefaultName => cell.DefaultName;

    internal override int StateCount => cell.StateCount;

    internal override int HiddenOutputs => _sequence.ReturnState ? 0 : StateCount;

    internal override (int Fewest, int Most) InputCount => (1, 1 + StateCount);

    internal override bool IsStateful => _sequence.Stateful;

    internal override bool WorksByStep => !_sequence.GoBackwards;

    public Parameter Add(string name, ReadOnlySpan<int> shape, Initializer initializer) => AddWeight(name, shape, initializer);

    /// <summary>A layer of the same weights that walks over time another way.</summary>
    public CellWalk Walking(SequenceSettings sequence)
    {
        var walking = (CellWalk)MemberwiseClone();
        walking._sequence = sequence;
        return walking;
    }

    internal override void CheckInputs(IReadOnlyList<SymbolicTensor> inputs)
    {
        if (StateCount == 0 || cell.Sizes.Any(static size => size < 1))
        {
            Throw.Shape($"{cell} has the StateSizes [{string.Join(", ", cell.Sizes)}], but a cell has one state or more, each of one feature or more. Its first state is its output.");
        }
        base.CheckInputs(inputs);
        Shape x = inputs[0].Shape;
        if (x.Rank != 3 || x[2] == Shape.Any)
        {
            Throw.Shape($"{cell} is walked with over inputs of shape [batch, time, features] with a known number of features, but got shape {x}. Put an Embedding or an InputLayer before it.");
        }
        if (_sequence.Stateful && x[0] == Shape.Any)
        {
            Throw.Shape($"{cell} is stateful and needs a fixed batch size, but got shape {x}. Give the InputLayer a BatchSize.");
        }
        if (inputs.Count != 1 && inputs.Count != 1 + StateCount)
        {
            Throw.Shape($"{cell} expects an initial state of {StateCount} tensors, but got {inputs.Count - 1}.");
        }
        for (int i = 1; i < inputs.Count; i++)
        {
            if (inputs[i].Shape.Rank != 2 || inputs[i].Shape[1] != cell.Sizes[i - 1])
            {
                Throw.Shape($"{cell} expects an initial state of shape (None, {cell.Sizes[i - 1]}), but got {inputs[i].Shape}. Use a state of as many units.");
            }
        }
    }

    internal override Shape[] OutputShapes(ReadOnlySpan<Shape> inputs)
    {
        Shape x = inputs[0];
        int units = cell.Sizes[0];
        return [_sequence.ReturnSequences ? new Shape(x[0], x[1], units) : new Shape(x[0], units), .. cell.Sizes.Select(size => new Shape(x[0], size))];
    }

    internal override void Build(ReadOnlySpan<Shape> inputs) => cell.BuildFor(inputs[0][2]);

    internal override object NewCache() => new CellWalkRun(this);

    internal override void Forward(LayerRun run) => run.Cache<CellWalkRun>().Forward(run);

    internal override void Backward(LayerRun run) => run.Cache<CellWalkRun>().Backward();
}
