namespace Unroll;

/// <summary>A layer that is a function of each element, or of each row along the last axis; the shape stays.</summary>
public abstract class FunctionLayer : Layer
{
    private protected FunctionLayer()
    {
    }

    internal override bool WorksByStep => true;

    /// <summary>The function.</summary>
    private protected abstract Activation Function { get; }

    /// <summary>Whether the input's mask goes on to the output.</summary>
    private protected virtual bool PassesMask => true;

    internal override Shape[] OutputShapes(ReadOnlySpan<Shape> inputs) => [inputs[0]];

    internal override void Forward(LayerRun run)
    {
        run.Output.Resize(run.Input.Dimensions);
        run.Output.Mask = PassesMask ? run.Mask : null;
        run.Output.KeepLogits(run.Input, Function);
        Function.Forward(run.Input.Floats, run.Output.Floats, run.Input.Width);
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
        Function.Backward(run.Input.Floats, run.Output.Floats, run.OutputGradient(0), run.InputGradient(0), run.Input.Width);
    }
}
