using Unroll.Kernels;

namespace Unroll;

/// <summary>A layer that is a function of each element, or of each row along the last axis; the shape stays.</summary>
public abstract class FunctionLayer : Layer
{
    private protected FunctionLayer()
    {
    }

    internal override bool WorksByStep => true;

    /// <summary>The function.</summary>
    internal abstract Activation Function { get; }

    /// <summary>Whether the input's mask goes on to the output.</summary>
    private protected virtual bool PassesMask => true;

    internal override Shape[] OutputShapes(ReadOnlySpan<Shape> inputs) => [inputs[0]];

    internal override object NewCache() => new FunctionRun(this);

    internal override void Forward(LayerRun run)
    {
        run.Output.Resize(run.Input.Dimensions);
        run.Output.Mask = PassesMask ? run.Mask : null;
        run.Output.KeepLogits(run.Input, Function);
        run.Cache<FunctionRun>().Forward(run);
    }

    internal override void Backward(LayerRun run)
    {
        if (!run.Needs[0])
        {
            return;
        }
        if (run.Output.GradientIsOfLogits)
        {
            run.OutputGradient(0).CopyTo(run.InputGradient(0));
            return;
        }
        run.Cache<FunctionRun>().Backward();
    }
}

/// <summary>One call of a function. A worker owns rows.</summary>
internal sealed class FunctionRun
{
    private readonly FunctionLayer _layer;
    private readonly Action<int, int> _forward;
    private readonly Action<int, int> _backward;
    private LayerRun _run = null!;

    public FunctionRun(FunctionLayer layer)
    {
        _layer = layer;
        (_forward, _backward) = (ForwardShare, BackwardShare);
    }

    public void Forward(LayerRun run)
    {
        _run = run;
        run.Team.Run(_forward, run.Input.Count);
    }

    public void Backward() => _run.Team.Run(_backward, _run.Input.Count);

    private void ForwardShare(int worker, int workers)
    {
        Range mine = Share(worker, workers);
        _layer.Function.Forward(_run.Input.Floats[mine], _run.Output.Floats[mine], _run.Input.Width);
    }

    private void BackwardShare(int worker, int workers)
    {
        Range mine = Share(worker, workers);
        _layer.Function.Backward(_run.Input.Floats[mine], _run.Output.Floats[mine], _run.OutputGradient(0)[mine], _run.InputGradient(0)[mine], _run.Input.Width);
    }

    private Range Share(int worker, int workers)
    {
        int width = _run.Input.Width;
        (int from, int to) = Team.Share(_run.Input.Count / width, 1, worker, workers);
        return (from * width)..(to * width);
    }
}
