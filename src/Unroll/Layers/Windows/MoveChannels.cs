using Unroll.Kernels;

namespace Unroll;

/// <summary>Moves the channels behind the other axes, [batch, channels, ...] to [batch, ..., channels], or back. Masks go on.</summary>
internal sealed class MoveChannels(bool toLast) : PartLayer
{
    /// <summary>The axes with the channels last.</summary>
    public static Shape ToLast(Shape shape) => new([shape[0], .. shape.Axes[2..], shape[1]]);

    internal override Shape[] OutputShapes(ReadOnlySpan<Shape> inputs)
    {
        Shape shape = inputs[0];
        return [toLast ? ToLast(shape) : new Shape([shape[0], shape[^1], .. shape.Axes[1..^1]])];
    }

    internal override object NewCache() => new Run();

    internal override void Forward(LayerRun run)
    {
        ReadOnlySpan<int> from = run.Input.Dimensions;
        Span<int> to = stackalloc int[from.Length];
        to[0] = from[0];
        if (toLast)
        {
            from[2..].CopyTo(to[1..]);
            to[^1] = from[1];
        }
        else
        {
            from[1..^1].CopyTo(to[2..]);
            to[1] = from[^1];
        }
        run.Output.Resize(to);
        run.Output.Mask = run.Mask;
        run.Cache<Run>().Forward(run, toLast ? from[1] : run.Input.Count / from[0] / from[^1]);
    }

    internal override void Backward(LayerRun run)
    {
        if (run.Needs[0])
        {
            run.Cache<Run>().Backward();
        }
    }

    /// <summary>One call: each sample's matrix is transposed. A worker owns samples.</summary>
    private sealed class Run
    {
        private readonly Action<int, int> _forward;
        private readonly Action<int, int> _backward;
        private LayerRun _run = null!;
        private int _rows;
        private int _columns;

        public Run() => (_forward, _backward) = (ForwardShare, BackwardShare);

        public void Forward(LayerRun run, int rows)
        {
            (_run, _rows, _columns) = (run, rows, run.Input.Count / run.Input.Batch / rows);
            run.Team.Run(_forward, run.Input.Count);
        }

        public void Backward() => _run.Team.Run(_backward, _run.Input.Count);

        private void ForwardShare(int worker, int workers)
        {
            int size = _rows * _columns;
            (int from, int to) = Team.Share(_run.Input.Batch, 1, worker, workers);
            for (int b = from; b < to; b++)
            {
                Packing.Transpose(_run.Input.Floats.Slice(b * size, size), _columns, _rows, _columns, _run.Output.Floats.Slice(b * size, size), _rows);
            }
        }

        private void BackwardShare(int worker, int workers)
        {
            int size = _rows * _columns;
            (int from, int to) = Team.Share(_run.Input.Batch, 1, worker, workers);
            for (int b = from; b < to; b++)
            {
                Packing.Transpose(_run.OutputGradient(0).Slice(b * size, size), _rows, _columns, _rows, _run.InputGradient(0).Slice(b * size, size), _columns);
            }
        }
    }
}
