using Unroll.Kernels;

namespace Unroll;

/// <summary>A layer that in training multiplies its input, element by element, by random factors, and otherwise leaves it as it is.</summary>
public abstract class NoiseLayer : Layer
{
    private protected NoiseLayer(float rate) => Rate = DropoutFactors.CheckRate(rate, nameof(rate));

    /// <summary>How strong the noise is: for dropout, the share that is dropped.</summary>
    public float Rate { get; }

    internal override bool WorksByStep => true;

    internal override Shape[] OutputShapes(ReadOnlySpan<Shape> inputs) => [inputs[0]];

    /// <summary>Draws the factors of some samples, beginning with the given one.</summary>
    internal abstract void Fill(Span<float> factors, LayerRun run, int sample);

    /// <summary>What follows the factors in training, for some samples.</summary>
    internal virtual void Finish(Span<float> y, ReadOnlySpan<float> factors)
    {
    }

    internal override object NewCache() => new NoiseRun(this);

    internal override void Forward(LayerRun run)
    {
        run.Output.Resize(run.Input.Dimensions);
        run.Output.Mask = run.Mask;
        run.Cache<NoiseRun>().Forward(run);
    }

    internal override void Backward(LayerRun run)
    {
        if (run.Needs[0])
        {
            run.Cache<NoiseRun>().Backward(run);
        }
    }
}

/// <summary>One call of a layer that makes noise. A worker owns samples.</summary>
internal sealed class NoiseRun
{
    private readonly NoiseLayer _layer;
    private readonly FloatBuffer _factors = new();
    private readonly Action<int, int> _forward;
    private readonly Action<int, int> _backward;
    private LayerRun _run = null!;

    public NoiseRun(NoiseLayer layer)
    {
        _layer = layer;
        (_forward, _backward) = (ForwardShare, BackwardShare);
    }

    private bool IsAtWork => _run.Training && _layer.Rate > 0;

    public void Forward(LayerRun run)
    {
        _run = run;
        if (IsAtWork)
        {
            _factors.Resize(run.Input.Count);
            run.Team.Run(_forward);
        }
        else
        {
            run.Input.Floats.CopyTo(run.Output.Floats);
        }
    }

    public void Backward(LayerRun run)
    {
        if (IsAtWork)
        {
            run.Team.Run(_backward);
        }
        else
        {
            run.OutputGradient(0).CopyTo(run.InputGradient(0));
        }
    }

    private void ForwardShare(int worker, int workers)
    {
        Range mine = Share(worker, workers, out int sample);
        Span<float> factors = _factors.Span[mine], y = _run.Output.Floats[mine];
        _layer.Fill(factors, _run, sample);
        _run.Input.Floats[mine].CopyTo(y);
        Spans.MultiplyBy(y, factors);
        _layer.Finish(y, factors);
    }

    private void BackwardShare(int worker, int workers)
    {
        Range mine = Share(worker, workers, out _);
        Span<float> dx = _run.InputGradient(0)[mine];
        _run.OutputGradient(0)[mine].CopyTo(dx);
        Spans.MultiplyBy(dx, _factors.Span[mine]);
    }

    private Range Share(int worker, int workers, out int sample)
    {
        (int from, int to) = Team.Share(_run.Input.Batch, 1, worker, workers);
        int size = _run.Input.Count / _run.Input.Batch;
        sample = from;
        return (from * size)..(to * size);
    }
}
