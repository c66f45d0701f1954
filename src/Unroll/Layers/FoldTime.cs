namespace Unroll;

/// <summary>Makes every step a row of the batch: [batch, time, ...] to [batch * time, ...].</summary>
internal sealed class FoldTime(ElementType type) : PartLayer
{
    internal override ElementType OutputType => type;

    internal override void CheckInputs(IReadOnlyList<SymbolicTensor> inputs)
    {
    }

    internal override Shape[] OutputShapes(ReadOnlySpan<Shape> inputs)
    {
        ReadOnlySpan<int> axes = inputs[0].Axes;
        int rows = axes[0] == Shape.Any || axes[1] == Shape.Any ? Shape.Any : checked(axes[0] * axes[1]);
        return [new Shape([rows, .. axes[2..]])];
    }

    internal override object NewCache() => new TensorValue(ElementType.Bool);

    internal override void Forward(LayerRun run)
    {
        run.Output.Reshape(run.Input, Folded(run.Input, stackalloc int[run.Input.Dimensions.Length - 1]));

        // A mask of steps says nothing of what is inside a step.
        if (run.Mask is { Dimensions.Length: > 2 } mask)
        {
            TensorValue folded = run.Cache<TensorValue>();
            folded.Reshape(mask, Folded(mask, stackalloc int[mask.Dimensions.Length - 1]));
            run.Output.Mask = folded;
        }
    }

    private static ReadOnlySpan<int> Folded(TensorValue value, Span<int> dimensions)
    {
        value.Dimensions[1..].CopyTo(dimensions);
        dimensions[0] = value.Dimensions[0] * value.Dimensions[1];
        return dimensions;
    }

    internal override void Backward(LayerRun run) => run.OutputGradient(0).CopyTo(run.InputGradient(0));
}

/// <summary>Takes the steps out of the batch again, [batch * time, ...] to [batch, time, ...]; the second input is what was folded.</summary>
internal sealed class UnfoldTime(ElementType type) : PartLayer
{
    internal override (int Fewest, int Most) InputCount => (2, 2);

    internal override ElementType OutputType => type;

    internal override void CheckInputs(IReadOnlyList<SymbolicTensor> inputs)
    {
    }

    internal override Shape[] OutputShapes(ReadOnlySpan<Shape> inputs) => [new Shape([inputs[1][0], inputs[1][1], .. inputs[0].Axes[1..]])];

    internal override void Forward(LayerRun run)
    {
        Span<int> dimensions = stackalloc int[run.Input.Dimensions.Length + 1];
        run.Input.Dimensions.CopyTo(dimensions[1..]);
        run.Inputs[1].Dimensions[..2].CopyTo(dimensions);
        run.Output.Reshape(run.Input, dimensions);
        run.Output.Mask = run.MaskOf(1);
    }

    internal override void Backward(LayerRun run)
    {
        if (run.Needs[0])
        {
            run.OutputGradient(0).CopyTo(run.InputGradient(0));
        }

        // Of the second input only the dimensions are read.
        run.Settled[1] = true;
    }
}
