using Unroll.Kernels;

namespace Unroll;

/// <summary>A layer that makes one row of channels of each window's.</summary>
public abstract class PoolingLayer : WindowLayer
{
    private protected PoolingLayer((int Rows, int Columns) poolSize)
        : base(new WindowSettings(poolSize, poolSize, WindowPadding.Valid))
    {
    }

    /// <summary>Whether a window gives its largest, not its mean.</summary>
    private protected abstract bool TakesLargest { get; }

    internal override object NewCache() => new PoolingRun(this);

    internal override void Forward(LayerRun run)
    {
        PoolingRun pooling = run.Cache<PoolingRun>();
        Begin(run, pooling.Map, run.Output);
        run.Output.Mask = null;
        pooling.Run = run;
        run.Team.Run(pooling.Forward);
    }

    internal override void Backward(LayerRun run)
    {
        if (run.Needs[0])
        {
            run.Team.Run(run.Cache<PoolingRun>().Backward);
        }
    }

    /// <summary>A sample's windows: y, [windows, channels], from x, [rows, channels].</summary>
    internal void Pool(ReadOnlySpan<float> x, WindowMap map, Span<float> y)
    {
        if (TakesLargest)
        {
            WindowPooling.Pool<MaxOfWindow>(x, map.Sources, map.Taps, map.Channels(x), y);
        }
        else
        {
            WindowPooling.Pool<MeanOfWindow>(x, map.Sources, map.Taps, map.Channels(x), y);
        }
    }

    /// <summary>Adds what a sample's windows give to dx, or writes it where the map is disjoint.</summary>
    internal void AddGradient(ReadOnlySpan<float> x, WindowMap map, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx)
    {
        if (TakesLargest)
        {
            WindowPooling.AddGradient<MaxOfWindow>(x, map.Sources, map.Taps, map.Channels(x), y, dy, dx, map.IsDisjoint);
        }
        else
        {
            WindowPooling.AddGradient<MeanOfWindow>(x, map.Sources, map.Taps, map.Channels(x), y, dy, dx, map.IsDisjoint);
        }
    }
}

/// <summary>One call of a pooling layer. A worker owns samples.</summary>
internal sealed class PoolingRun
{
    private readonly PoolingLayer _layer;

    public PoolingRun(PoolingLayer layer)
    {
        _layer = layer;
        (Forward, Backward) = (ForwardShare, BackwardShare);
    }

    public Action<int, int> Forward { get; }

    public Action<int, int> Backward { get; }

    public WindowMap Map { get; } = new();

    public LayerRun Run { get; set; } = null!;

    private int InputSize => Map.InputRows * Run.Input.Width;

    private int OutputSize => Map.Windows * Run.Input.Width;

    private void ForwardShare(int worker, int workers)
    {
        (int from, int to) = Team.Share(Run.Input.Batch, 1, worker, workers);
        for (int b = from; b < to; b++)
        {
            _layer.Pool(Run.Input.Floats.Slice(b * InputSize, InputSize), Map, Run.Output.Floats.Slice(b * OutputSize, OutputSize));
        }
    }

    private void BackwardShare(int worker, int workers)
    {
        (int from, int to) = Team.Share(Run.Input.Batch, 1, worker, workers);
        for (int b = from; b < to; b++)
        {
            ReadOnlySpan<float> y = Run.Output.Floats.Slice(b * OutputSize, OutputSize), dy = Run.OutputGradient(0).Slice(b * OutputSize, OutputSize);
            Span<float> dx = Run.InputGradient(0).Slice(b * InputSize, InputSize);
            if (!Map.IsDisjoint || !Map.IsComplete)
            {
                dx.Clear();
            }
            _layer.AddGradient(Run.Input.Floats.Slice(b * InputSize, InputSize), Map, y, dy, dx);
        }
    }
}
