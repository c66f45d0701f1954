using Unroll.Kernels;

namespace Unroll;

/// <summary>A layer that works on rows along some axes, each row by itself; the shape and the mask stay.</summary>
public abstract class RowwiseLayer : Layer
{
    private readonly int[] _axes;

    private protected RowwiseLayer(ReadOnlySpan<int> axes) => _axes = axes.IsEmpty ? [-1] : axes.ToArray();

    /// <summary>The axes that a row runs along, the batch being 0; negative ones count from the end.</summary>
    public IReadOnlyList<int> Axes => _axes;

    internal override bool WorksByStep => _axes is [-1];

    private protected virtual bool PassesMask => true;

    internal override void CheckInputs(IReadOnlyList<SymbolicTensor> inputs)
    {
        base.CheckInputs(inputs);
        _ = AxisRows.Check(this, _axes, inputs[0].Shape);
    }

    internal override Shape[] OutputShapes(ReadOnlySpan<Shape> inputs) => [inputs[0]];

    internal override object NewCache() => new RowwiseRun(this);

    internal override void Forward(LayerRun run)
    {
        run.Output.Resize(run.Input.Dimensions);
        run.Output.Mask = PassesMask ? run.Mask : null;
        run.Cache<RowwiseRun>().Forward(run, run.Input);
    }

    internal override void Backward(LayerRun run) => run.Cache<RowwiseRun>().Backward(run);

    /// <summary>Numbers that a row's forward pass leaves for its backward pass.</summary>
    internal virtual int StatisticsPerRow => 0;

    /// <summary>Some rows on one thread. y is to be written.</summary>
    internal abstract void ForwardRows(int width, ReadOnlySpan<float> x, Span<float> y, Span<float> statistics);

    /// <summary>Some rows' dx on one thread.</summary>
    internal abstract void BackwardRows(int width, ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> statistics, ReadOnlySpan<float> dy, Span<float> dx);

    /// <summary>Adds what some rows give to the weights' gradients, which stand one behind the other in the layer's order.</summary>
    internal virtual void AddWeightGradients(RowwiseRun rows, int from, int to, Span<float> gradients)
    {
    }
}

/// <summary>One call of a layer that works on rows. A worker owns rows; what pieces of them give to the weights' gradients is kept, and added up in order.</summary>
internal sealed class RowwiseRun
{
    /// <summary>Numbers of rows whose weights' gradients are added up by themselves, while they are in a cache: 64 KB.</summary>
    private const int Piece = 16384;

    private readonly RowwiseLayer _layer;
    private readonly AxisRows _rows = new();
    private readonly FloatBuffer _x = new();
    private readonly FloatBuffer _y = new();
    private readonly FloatBuffer _dy = new();
    private readonly FloatBuffer _dx = new();
    private readonly FloatBuffer _statistics = new();
    private readonly GradientPieces _pieces = new();
    private readonly Action<int, int> _forward;
    private readonly Action<int, int> _backward;
    private LayerRun _run = null!;
    private TensorValue _input = null!;

    public RowwiseRun(RowwiseLayer layer)
    {
        _layer = layer;
        (_forward, _backward) = (ForwardShare, BackwardShare);
    }

    public int Count => _rows.Count;

    public int Width => _rows.Width;

    private int RowsOfPiece => Math.Clamp(Piece / Width, 8, 64);

    private int Pieces => (Count + RowsOfPiece - 1) / RowsOfPiece;

    private int WeightCount => _layer.Weights.Count * Width;

    /// <summary>The input, in rows.</summary>
    public ReadOnlySpan<float> Input => _rows.View((ReadOnlySpan<float>)_input.Floats, _x);

    /// <summary>What the forward pass left, row by row.</summary>
    public ReadOnlySpan<float> Statistics => _statistics.Span;

    /// <summary>The output's gradient, in rows.</summary>
    public ReadOnlySpan<float> OutputGradient => _rows.View(_run.OutputGradient(0), _dy);

    /// <param name="run">The call.</param>
    /// <param name="input">The input, or what stands in for it.</param>
    public void Forward(LayerRun run, TensorValue input)
    {
        (_run, _input) = (run, input);
        _rows.Begin(run.Input.Dimensions, _layer.Axes);
        _rows.Gather(input.Floats, _x);
        _rows.Room(run.Output.Count, _y);
        _statistics.Resize(_layer.StatisticsPerRow * _rows.Count);
        run.Team.Run(_forward, run.Input.Count);
        _rows.Scatter(_y, run.Output.Floats);
    }

    public void Backward(LayerRun run)
    {
        _rows.Gather(run.OutputGradient(0), _dy);
        _rows.Room(run.Needs[0] ? run.Input.Count : 0, _dx);
        _pieces.Clear(Pieces, WeightCount);
        run.Team.Run(_backward, run.Input.Count);
        if (run.Needs[0])
        {
            _rows.Scatter(_dx, run.InputGradient(0));
        }
        for (int w = 0, at = 0; w < _layer.Weights.Count; w++)
        {
            Parameter weight = _layer.Weights[w];
            _pieces.AddTo(run.Gradient(weight), at);
            at += weight.Count;
        }
    }

    private void ForwardShare(int worker, int workers)
    {
        (int from, int to) = Team.Share(Count, 1, worker, workers);
        ReadOnlySpan<float> x = Input;
        Span<float> y = _rows.View(_run.Output.Floats, _y);
        for (int r = from; r < to; r += RowsOfPiece)
        {
            int end = Math.Min(r + RowsOfPiece, to);
            Range part = (r * Width)..(end * Width);
            _layer.ForwardRows(Width, x[part], y[part], StatisticsOf(r, end));
        }
    }

    private void BackwardShare(int worker, int workers)
    {
        (int from, int to) = Team.Share(Pieces, 1, worker, workers);
        for (int piece = from; piece < to; piece++)
        {
            int first = piece * RowsOfPiece, end = Math.Min(first + RowsOfPiece, Count);
            if (_run.Needs[0])
            {
                BackwardRows(first, end);
            }
            if (WeightCount > 0)
            {
                _layer.AddWeightGradients(this, first, end, _pieces[piece]);
            }
        }
    }

    private void BackwardRows(int from, int to)
    {
        ReadOnlySpan<float> x = Input, y = _rows.View((ReadOnlySpan<float>)_run.Output.Floats, _y), dy = OutputGradient;
        Span<float> dx = _rows.View(_run.InputGradient(0), _dx);
        Range part = (from * Width)..(to * Width);
        _layer.BackwardRows(Width, x[part], y[part], StatisticsOf(from, to), dy[part], dx[part]);
    }

    private Span<float> StatisticsOf(int from, int to) => _statistics.Span[(from * _layer.StatisticsPerRow)..(to * _layer.StatisticsPerRow)];
}
