using Unroll.Kernels;

namespace Unroll;

/// <summary>Its inputs one behind the other along an axis; all other axes are equal. Keras's Concatenate.</summary>
public sealed class Concatenate : Layer
{
    /// <summary>The axis, the batch being 0; negative ones count from the end.</summary>
    public int Axis { get; init; } = -1;

    internal override string ClassName => "Concatenate";

    internal override string DefaultName => "concatenate";

    internal override (int Fewest, int Most) InputCount => (2, int.MaxValue);

    internal override bool WorksByStep => true;

    internal override void CheckInputs(IReadOnlyList<SymbolicTensor> inputs)
    {
        base.CheckInputs(inputs);
        Shape first = inputs[0].Shape;
        int axis = AxisOf(first.Rank);
        foreach (SymbolicTensor input in inputs)
        {
            Shape shape = input.Shape;
            bool fits = shape.Rank == first.Rank;
            for (int i = 1; fits && i < first.Rank; i++)
            {
                fits = i == axis || shape[i] == first[i] || shape[i] == Shape.Any || first[i] == Shape.Any;
            }
            if (!fits || axis < 1)
            {
                Throw.Shape($"{this} joins along axis {Axis} inputs that are equal along the others, but got {first} and {shape}. Choose another axis, or reshape one of them.");
            }
        }
    }

    internal override Shape[] OutputShapes(ReadOnlySpan<Shape> inputs)
    {
        int[] axes = inputs[0].Axes.ToArray();
        int axis = AxisOf(axes.Length);
        foreach (Shape other in inputs[1..])
        {
            for (int i = 0; i < axes.Length; i++)
            {
                if (i != axis && axes[i] == Shape.Any)
                {
                    axes[i] = other[i];
                }
            }
            axes[axis] = axes[axis] == Shape.Any || other[axis] == Shape.Any ? Shape.Any : checked(axes[axis] + other[axis]);
        }
        return [new Shape(axes)];
    }

    internal override object NewCache() => new ConcatenateRun();

    internal override bool AddsGradients(LayerRun run) => true;

    internal override void Forward(LayerRun run)
    {
        int axis = AxisOf(run.Input.Dimensions.Length);
        Span<int> dimensions = stackalloc int[run.Input.Dimensions.Length];
        run.Input.Dimensions.CopyTo(dimensions);
        dimensions[axis] = 0;
        foreach (TensorValue input in run.Inputs)
        {
            dimensions[axis] += input.Dimensions[axis];
        }
        run.Output.Resize(dimensions);
        run.Output.Mask = MaskOf(run, axis);
        run.Cache<ConcatenateRun>().Forward(run, Outer(dimensions, axis));
    }

    internal override void Backward(LayerRun run) => run.Cache<ConcatenateRun>().Backward();

    /// <summary>Along time the masks stand one behind the other; along other axes a step is real if it is for one input. An input without a mask is real everywhere.</summary>
    private static TensorValue? MaskOf(LayerRun run, int axis)
    {
        bool any = false;
        for (int n = 0; n < run.Inputs.Length; n++)
        {
            any |= run.MaskOf(n) is not null;
        }
        ReadOnlySpan<int> dimensions = run.Output.Dimensions;
        if (!any || dimensions.Length < 3)
        {
            return null;
        }
        TensorValue mask = run.Cache<ConcatenateRun>().Mask;
        mask.Resize(dimensions[0], dimensions[1]);
        mask.Bools.Clear();
        int at = 0;
        for (int n = 0; n < run.Inputs.Length; n++)
        {
            int steps = run.Inputs[n].Dimensions[1];
            for (int b = 0; b < dimensions[0]; b++)
            {
                Span<byte> target = mask.Bools.Slice((b * dimensions[1]) + at, steps);
                if (run.MaskOf(n) is { } own)
                {
                    MergeOperands.Or(target, own.Bools.Slice(b * steps, steps));
                }
                else
                {
                    target.Fill(1);
                }
            }
            at += axis == 1 ? steps : 0;
        }
        return mask;
    }

    /// <summary>Rows of the output that are put together: the product of the axes before the joined one.</summary>
    private static int Outer(ReadOnlySpan<int> dimensions, int axis)
    {
        int outer = 1;
        foreach (int d in dimensions[..axis])
        {
            outer *= d;
        }
        return outer;
    }

    private int AxisOf(int rank) => Axis < 0 ? Axis + rank : Axis < rank ? Axis : -1;
}

/// <summary>One call of a concatenation. A worker owns rows of the output, which the inputs' rows are put together to.</summary>
internal sealed class ConcatenateRun
{
    /// <summary>Numbers of the output that are worked on at a time, so that an input that comes twice is read once: 32 KB.</summary>
    private const int Piece = 8192;

    private readonly Action<int, int> _forward;
    private readonly Action<int, int> _backward;
    private LayerRun _run = null!;
    private int _rows;

    public ConcatenateRun() => (_forward, _backward) = (ForwardShare, BackwardShare);

    public TensorValue Mask { get; } = new(ElementType.Bool);

    private int Width => _run.Output.Count / _rows;

    public void Forward(LayerRun run, int rows)
    {
        (_run, _rows) = (run, rows);
        run.Team.Run(_forward, run.Output.Count);
    }

    public void Backward()
    {
        for (int n = 0; n < _run.Inputs.Length; n++)
        {
            if (_run.Needs[n])
            {
                _ = _run.InputGradient(n);
            }
        }
        _run.Team.Run(_backward, _run.Output.Count);
    }

    private void ForwardShare(int worker, int workers) => Share(worker, workers, backward: false);

    private void BackwardShare(int worker, int workers) => Share(worker, workers, backward: true);

    /// <summary>Goes through a worker's rows: for some at a time, through the inputs in order.</summary>
    private void Share(int worker, int workers, bool backward)
    {
        (int from, int to) = Team.Share(_rows, 1, worker, workers);
        int count = Math.Max(1, Piece / Width);
        for (int row = from; row < to; row += count)
        {
            for (int n = 0, at = 0; n < _run.Inputs.Length; n++)
            {
                int end = Math.Min(row + count, to);
                if (!backward)
                {
                    CopyRows(n, at, row, end);
                }
                else if (_run.Needs[n])
                {
                    TakeGradients(n, at, row, end);
                }
                at += _run.Inputs[n].Count / _rows;
            }
        }
    }

    /// <summary>Copies an input's rows to where they begin in the output's.</summary>
    private void CopyRows(int n, int at, int from, int to)
    {
        ReadOnlySpan<float> x = _run.Inputs[n].Floats;
        Span<float> y = _run.Output.Floats;
        int own = x.Length / _rows, width = Width;
        StreamingCopy.CopyRows(x[(from * own)..], own, y[((from * width) + at)..], width, to - from, own, y.Length);
    }

    private void TakeGradients(int n, int at, int from, int to)
    {
        ReadOnlySpan<float> dy = _run.OutputGradient(0);
        Span<float> dx = _run.InputGradient(n);
        bool adds = _run.Adds(n);
        int own = dx.Length / _rows, width = Width;
        for (int row = from; row < to; row++)
        {
            ReadOnlySpan<float> part = dy.Slice((row * width) + at, own);
            Span<float> target = dx.Slice(row * own, own);
            if (adds)
            {
                Spans.AddTo(target, part);
            }
            else
            {
                part.CopyTo(target);
            }
        }
    }
}
