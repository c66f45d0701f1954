using Unroll.Kernels;

namespace Unroll;

/// <summary>A layer that makes one row of channels of each window's.</summary>
public abstract class PoolingLayer : WindowLayer
{
    private protected PoolingLayer()
    {
    }

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

    /// <summary>y from the rows of a window, which are counted from the start of x; those that are -1 don't count.</summary>
    internal abstract void Pool(ReadOnlySpan<float> x, ReadOnlySpan<int> window, Span<float> y);

    /// <summary>Adds a window's part to dx.</summary>
    internal abstract void AddGradient(ReadOnlySpan<float> x, ReadOnlySpan<int> window, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx);
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

    private void ForwardShare(int worker, int workers)
    {
        (int from, int to) = Team.Share(Run.Input.Batch, 1, worker, workers);
        int channels = Run.Input.Width, size = Map.InputRows * channels;
        for (int b = from; b < to; b++)
        {
            ReadOnlySpan<float> x = Run.Input.Floats.Slice(b * size, size);
            for (int w = 0; w < Map.Windows; w++)
            {
                _layer.Pool(x, Map.Of(w), Run.Output.Floats.Slice(((b * Map.Windows) + w) * channels, channels));
            }
        }
    }

    private void BackwardShare(int worker, int workers)
    {
        (int from, int to) = Team.Share(Run.Input.Batch, 1, worker, workers);
        int channels = Run.Input.Width, size = Map.InputRows * channels;
        for (int b = from; b < to; b++)
        {
            ReadOnlySpan<float> x = Run.Input.Floats.Slice(b * size, size);
            Span<float> dx = Run.InputGradient(0).Slice(b * size, size);
            dx.Clear();
            for (int w = 0; w < Map.Windows; w++)
            {
                int at = ((b * Map.Windows) + w) * channels;
                _layer.AddGradient(x, Map.Of(w), Run.Output.Floats.Slice(at, channels), Run.OutputGradient(0).Slice(at, channels), dx);
            }
        }
    }
}
