namespace Unroll;

/// <summary>An activation as a layer of its own, element by element (softmax: along the last axis). Keras's Activation.</summary>
public sealed class ActivationLayer(Activation activation) : Layer
{
    /// <summary>The function.</summary>
    public Activation Activation { get; } = activation;

    internal override string ClassName => "Activation";

    internal override string DefaultName => "activation";

    internal override bool WorksByStep => true;

    internal override bool TreatsVectorsAlike => true;

    internal override Shape[] OutputShapes(ReadOnlySpan<Shape> inputs) => [inputs[0]];

    internal override void Forward(LayerRun run)
    {
        run.Output.Resize(run.Input.Dimensions);
        run.Output.Mask = run.Mask;
        run.Output.KeepLogits(run.Input, Activation);
        Activation.Forward(run.Input.Floats, run.Output.Floats, run.Input.Width);
    }

    internal override void Backward(LayerRun run)
    {
        if (run.Output.GradientIsOfLogits)
        {
            run.OutputGradient(0).CopyTo(run.InputGradient(0));
            return;
        }
        Activation.Backward(run.Input.Floats, run.Output.Floats, run.OutputGradient(0), run.InputGradient(0), run.Input.Width);
    }
}
