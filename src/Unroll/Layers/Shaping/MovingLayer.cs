using Unroll.Kernels;

namespace Unroll;

/// <summary>A layer that only moves numbers: each row of its output is a row of its input, or zeros. Masks stop here, as in Keras.</summary>
public abstract class MovingLayer : Layer
{
    private protected MovingLayer()
    {
    }

    internal override Shape[] OutputShapes(ReadOnlySpan<Shape> inputs) => [new Shape([inputs[0][0], .. Moved(inputs[0].Axes[1..])])];

    /// <summary>The output's axes from the input's, both without the batch; open axes stay open.</summary>
    private protected abstract int[] Moved(ReadOnlySpan<int> axes);

    /// <summary>How many numbers move together.</summary>
    private protected virtual int RowWidth(ReadOnlySpan<int> axes) => axes[^1];

    /// <summary>For each row of a sample of the output, the row of the input's that it is, or -1 for zeros.</summary>
    private protected abstract void Map(ReadOnlySpan<int> axes, Span<int> rows);

    internal override object NewCache() => new RowMap();

    internal override void Forward(LayerRun run)
    {
        RowMap map = run.Cache<RowMap>();
        Prepare(map, run.Input.Dimensions);
        map.Dimensions[0] = run.Input.Batch;
        run.Output.Resize(map.Dimensions);
        run.Output.Mask = null;
        map.Forward(run);
    }

    internal override void Backward(LayerRun run)
    {
        if (run.Needs[0])
        {
            run.Cache<RowMap>().Backward();
        }
    }

    /// <summary>Makes the map anew where the samples have other axes than before.</summary>
    private void Prepare(RowMap map, ReadOnlySpan<int> dimensions)
    {
        ReadOnlySpan<int> axes = dimensions[1..];
        if (axes.SequenceEqual(map.Axes))
        {
            return;
        }
        int[] moved = Moved(axes);
        int size = Product(moved);
        if (Array.Exists(moved, static a => a < 1))
        {
            Throw.Shape($"{this} would make samples of shape {Shape.Text(moved)} of inputs of shape {Shape.Text(dimensions)}. Use longer inputs.");
        }
        map.Axes = axes.ToArray();
        map.Dimensions = [0, .. moved];
        map.InputSize = Product(axes);
        map.Width = RowWidth(axes);
        var rows = new int[size / map.Width];
        Map(axes, rows);
        map.SetRows(rows);
    }

    private protected static int Product(ReadOnlySpan<int> axes)
    {
        int product = 1;
        foreach (int axis in axes)
        {
            product = checked(product * axis);
        }
        return product;
    }

    /// <summary>Where the rows of one call come from. A worker owns samples.</summary>
    private sealed class RowMap
    {
        private readonly Action<int, int> _forward;
        private readonly Action<int, int> _backward;
        private LayerRun _run = null!;
        private int[] _rows = [];

        /// <summary>Whether a row of the output is the first that its row of the input moves to.</summary>
        private bool[] _isFirst = [];

        /// <summary>Rows of the input that move nowhere.</summary>
        private int[] _unread = [];

        public RowMap() => (_forward, _backward) = (ForwardShare, BackwardShare);

        public int[] Axes { get; set; } = [];

        /// <summary>The output's, with the batch.</summary>
        public int[] Dimensions { get; set; } = [];

        public int Width { get; set; }

        /// <summary>Numbers in a sample of the input.</summary>
        public int InputSize { get; set; }

        private int OutputSize => _rows.Length * Width;

        /// <summary>Takes the map, once the sizes are known.</summary>
        public void SetRows(int[] rows)
        {
            (_rows, _isFirst) = (rows, new bool[rows.Length]);
            var isRead = new bool[InputSize / Width];
            for (int i = 0; i < rows.Length; i++)
            {
                if (rows[i] >= 0 && !isRead[rows[i]])
                {
                    isRead[rows[i]] = _isFirst[i] = true;
                }
            }
            _unread = [.. Enumerable.Range(0, isRead.Length).Where(row => !isRead[row])];
        }

        public void Forward(LayerRun run)
        {
            _run = run;
            run.Team.Run(_forward, run.Output.Count);
        }

        public void Backward() => _run.Team.Run(_backward, _run.Output.Count);

        private void ForwardShare(int worker, int workers)
        {
            (int from, int to) = Team.Share(_run.Input.Batch, 1, worker, workers);
            for (int b = from; b < to; b++)
            {
                ReadOnlySpan<float> x = _run.Input.Floats.Slice(b * InputSize, InputSize);
                Span<float> y = _run.Output.Floats.Slice(b * OutputSize, OutputSize);
                if (Width == 1)
                {
                    for (int i = 0; i < y.Length; i++)
                    {
                        y[i] = _rows[i] < 0 ? 0 : x[_rows[i]];
                    }
                    continue;
                }
                foreach (int row in _rows)
                {
                    if (row < 0)
                    {
                        y[..Width].Clear();
                    }
                    else
                    {
                        x.Slice(row * Width, Width).CopyTo(y);
                    }
                    y = y[Width..];
                }
            }
        }

        private void BackwardShare(int worker, int workers)
        {
            (int from, int to) = Team.Share(_run.Input.Batch, 1, worker, workers);
            for (int b = from; b < to; b++)
            {
                Span<float> dx = _run.InputGradient(0).Slice(b * InputSize, InputSize);
                ReadOnlySpan<float> dy = _run.OutputGradient(0).Slice(b * OutputSize, OutputSize);
                foreach (int row in _unread)
                {
                    dx.Slice(row * Width, Width).Clear();
                }
                if (Width == 1)
                {
                    AddNumbers(dy, dx);
                }
                else
                {
                    AddRows(dy, dx);
                }
            }
        }

        private void AddRows(ReadOnlySpan<float> dy, Span<float> dx)
        {
            for (int i = 0; i < _rows.Length; i++)
            {
                if (_rows[i] < 0)
                {
                    continue;
                }
                ReadOnlySpan<float> part = dy.Slice(i * Width, Width);
                Span<float> target = dx.Slice(_rows[i] * Width, Width);
                if (_isFirst[i])
                {
                    Elementwise.Apply(default(AddToZero), part, target);
                }
                else
                {
                    Spans.AddTo(target, part);
                }
            }
        }

        private void AddNumbers(ReadOnlySpan<float> dy, Span<float> dx)
        {
            for (int i = 0; i < dy.Length; i++)
            {
                if (_rows[i] >= 0)
                {
                    ref float target = ref dx[_rows[i]];
                    target = (_isFirst[i] ? 0 : target) + dy[i];
                }
            }
        }
    }
}
