namespace Unroll;

/// <summary>The same values with another mask: how a mask that a nested model is called with reaches its layers.</summary>
internal sealed class WithMask(ElementType type) : PartLayer
{
    internal override ElementType OutputType => type;

    internal override bool WorksByStep => true;

    internal override bool ReadsLookups => true;

    internal override void CheckInputs(IReadOnlyList<SymbolicTensor> inputs)
    {
    }

    internal override Shape[] OutputShapes(ReadOnlySpan<Shape> inputs) => [inputs[0]];

    internal override void Forward(LayerRun run)
    {
        if (run.Input.Lookup is { } lookup && run.IsOnlyReader(0))
        {
            run.Output.Defer(lookup, run.Input.Dimensions);
        }
        else
        {
            run.Input.Materialize(run.Team);
            run.Output.Reshape(run.Input, run.Input.Dimensions);
        }
        run.Output.Mask = run.Mask;
    }

    internal override void Backward(LayerRun run) => run.OutputGradient(0).CopyTo(run.InputGradient(0));
}
