using Unroll.Kernels;

namespace Unroll;

/// <summary>The products of two tensors along an axis of each: [batch, ..., n, ...] twice to [batch, the first's other axes, the second's]. Keras's Dot.</summary>
public sealed class Dot : Layer
{
    /// <summary>Smaller norms count as this, as in Keras.</summary>
    private const double LeastNorm = 1e-7;

    /// <summary>Sums along the given axis of each input, the batch being 0; negative ones count from the end.</summary>
    public Dot(int firstAxis, int secondAxis) => (FirstAxis, SecondAxis) = (firstAxis, secondAxis);

    /// <summary>The first input's axis.</summary>
    public int FirstAxis { get; }

    /// <summary>The second input's axis.</summary>
    public int SecondAxis { get; }

    /// <summary>Whether both are divided by their norms along the axes first, so that the products are cosines.</summary>
    public bool Normalize { get; init; }

    internal override string ClassName => "Dot";

    internal override string DefaultName => "dot";

    internal override (int Fewest, int Most) InputCount => (2, 2);

    internal override void CheckInputs(IReadOnlyList<SymbolicTensor> inputs)
    {
        base.CheckInputs(inputs);
        Shape a = inputs[0].Shape, b = inputs[1].Shape;
        int first = a[AxisRows.Check(this, [FirstAxis], a)[0]], second = b[AxisRows.Check(this, [SecondAxis], b)[0]];
        if (first != second && first != Shape.Any && second != Shape.Any)
        {
            Throw.Shape($"{this} sums along axes of one length, but got {first} of shape {a} and {second} of shape {b}. Choose other axes.");
        }
    }

    internal override Shape[] OutputShapes(ReadOnlySpan<Shape> inputs)
    {
        List<int> axes = [inputs[0][0], .. Others(inputs[0].Axes, FirstAxis), .. Others(inputs[1].Axes, SecondAxis)];
        return [new Shape([.. axes, .. Enumerable.Repeat(1, axes.Count == 1 ? 1 : 0)])];
    }

    internal override object NewCache() => new DotRun(this);

    internal override void Forward(LayerRun run) => run.Cache<DotRun>().Forward(run);

    internal override void Backward(LayerRun run) => run.Cache<DotRun>().Backward(run);

    /// <summary>The axes but the batch and one.</summary>
    private static List<int> Others(ReadOnlySpan<int> axes, int axis)
    {
        var others = new List<int>();
        for (int i = 1; i < axes.Length; i++)
        {
            if (i != (axis < 0 ? axis + axes.Length : axis))
            {
                others.Add(axes[i]);
            }
        }
        return others;
    }

    /// <summary>One input as a matrix for each sample, whose rows run along the axis.</summary>
    private sealed class Operand(int axis)
    {
        private readonly AxisRows _rows = new();
        private readonly FloatBuffer _gathered = new();
        private readonly FloatBuffer _gradient = new();
        private readonly FloatBuffer _unit = new();
        private readonly FloatBuffer _factors = new();
        private readonly int[] _axes = [axis];
        private TensorValue _x = null!;

        public int Rows { get; private set; }

        public int Width => _rows.Width;

        private bool IsUnit { get; set; }

        public ReadOnlySpan<float> Values => IsUnit ? _unit.Span : _rows.View((ReadOnlySpan<float>)_x.Floats, _gathered);

        public Matrix Sample(int b) => new(Values.Slice(b * Rows * Width, Rows * Width), Rows, Width, Width);

        public void Begin(TensorValue x, bool normalize)
        {
            (_x, IsUnit) = (x, false);
            _rows.Begin(x.Dimensions, _axes);
            _rows.Gather(x.Floats, _gathered);
            Rows = _rows.Count / x.Batch;
            if (!normalize)
            {
                return;
            }
            _factors.Resize(_rows.Count);
            _unit.Resize(x.Count);
            for (int r = 0; r < _rows.Count; r++)
            {
                ReadOnlySpan<float> row = Values.Slice(r * Width, Width);
                float factor = (float)(1 / Math.Max(Math.Sqrt(RowReduction.Dot(row, row)), LeastNorm));
                _factors.Span[r] = factor;
                Elementwise.Apply(new StandardizeOp(0, factor), row, _unit.Span.Slice(r * Width, Width));
            }
            IsUnit = true;
        }

        /// <summary>Where the rows' gradient is to be written.</summary>
        public Span<float> BeginGradient(Span<float> dx)
        {
            _rows.Room(dx.Length, _gradient);
            return _rows.View(dx, _gradient);
        }

        public void FinishGradient(Span<float> dx)
        {
            Span<float> rows = _rows.View(dx, _gradient);
            for (int r = 0; IsUnit && r < _rows.Count; r++)
            {
                Span<float> d = rows.Slice(r * Width, Width);
                ReadOnlySpan<float> unit = _unit.Span.Slice(r * Width, Width);
                Elementwise.Apply(new StandardizeGradient(_factors.Span[r], 0, RowReduction.Dot(d, unit)), unit, unit, d, d);
            }
            _rows.Scatter(_gradient, dx);
        }
    }

    private sealed class DotRun(Dot layer)
    {
        private readonly MatrixScratch _scratch = new();
        private readonly Operand _a = new(layer.FirstAxis);
        private readonly Operand _b = new(layer.SecondAxis);
        private int[] _first = [];
        private int[] _second = [];

        private int Size => _a.Rows * _b.Rows;

        public void Forward(LayerRun run)
        {
            _a.Begin(run.Inputs[0], layer.Normalize);
            _b.Begin(run.Inputs[1], layer.Normalize);
            if (_a.Width != _b.Width)
            {
                Throw.Shape($"{layer} sums along axes of one length, but got {_a.Width} of {Shape.Text(run.Inputs[0].Dimensions)} and {_b.Width} of {Shape.Text(run.Inputs[1].Dimensions)}. Pad the data to one length.");
            }
            SizeOutput(run);
            run.Output.Mask = null;
            for (int s = 0; s < run.Input.Batch; s++)
            {
                _scratch.MultiplyByTransposed(run.Kernels, _a.Sample(s), _b.Sample(s), run.Output.Floats[(s * Size)..], _b.Rows);
            }
        }

        public void Backward(LayerRun run)
        {
            ReadOnlySpan<float> dy = run.OutputGradient(0);
            if (run.Needs[0])
            {
                Span<float> da = _a.BeginGradient(run.InputGradient(0));
                for (int s = 0; s < run.Input.Batch; s++)
                {
                    _scratch.Multiply(run.Kernels, new Matrix(dy.Slice(s * Size, Size), _a.Rows, _b.Rows, _b.Rows), _b.Sample(s), da[(s * _a.Rows * _a.Width)..], _a.Width);
                }
                _a.FinishGradient(run.InputGradient(0));
            }
            if (run.Needs[1])
            {
                Span<float> db = _b.BeginGradient(run.InputGradient(1));
                for (int s = 0; s < run.Input.Batch; s++)
                {
                    _scratch.TransposedMultiply(run.Kernels, new Matrix(dy.Slice(s * Size, Size), _a.Rows, _b.Rows, _b.Rows), _a.Sample(s), db[(s * _b.Rows * _b.Width)..], _b.Width);
                }
                _b.FinishGradient(run.InputGradient(1));
            }
        }

        private void SizeOutput(LayerRun run)
        {
            if (!run.Inputs[0].Dimensions.SequenceEqual(_first) || !run.Inputs[1].Dimensions.SequenceEqual(_second))
            {
                (_first, _second) = (run.Inputs[0].Dimensions.ToArray(), run.Inputs[1].Dimensions.ToArray());
                run.Output.Resize(layer.OutputShapes([new Shape(_first), new Shape(_second)])[0].Axes);
            }
        }
    }
}
