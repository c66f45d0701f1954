namespace Unroll;

/// <summary>Each step by itself: [batch, time, ...] to a tensor [batch, ...] for each of a known number of steps.</summary>
internal sealed class SplitSteps(ElementType type, bool handsMaskOn) : PartLayer
{
    internal override ElementType OutputType => type;

    internal override void CheckInputs(IReadOnlyList<SymbolicTensor> inputs)
    {
    }

    internal override Shape[] OutputShapes(ReadOnlySpan<Shape> inputs)
    {
        Shape step = new([inputs[0][0], .. inputs[0].Axes[2..]]);
        return [.. Enumerable.Repeat(step, inputs[0][1])];
    }

    internal override object NewCache() => new List<TensorValue>();

    internal override void Forward(LayerRun run)
    {
        for (int t = 0; t < run.Outputs.Length; t++)
        {
            Take(run.Input, t, run.Outputs[t]);
            run.Outputs[t].Mask = MaskOf(run, t);
        }
    }

    internal override void Backward(LayerRun run)
    {
        if (!run.Needs[0])
        {
            return;
        }
        Span<float> dx = run.InputGradient(0);
        int steps = run.Outputs.Length, size = dx.Length / run.Input.Batch / steps;
        for (int t = 0; t < steps; t++)
        {
            ReadOnlySpan<float> dy = run.OutputGradient(t);
            for (int b = 0; b < run.Input.Batch; b++)
            {
                Span<float> part = dx.Slice(((b * steps) + t) * size, size);
                if (dy.IsEmpty)
                {
                    part.Clear();
                }
                else
                {
                    dy.Slice(b * size, size).CopyTo(part);
                }
            }
        }
    }

    /// <summary>A step of the mask, if there is one: of whole steps only where the layer inside wants it.</summary>
    private TensorValue? MaskOf(LayerRun run, int step)
    {
        if (run.Mask is not { } mask || (mask.Dimensions.Length == 2 && !handsMaskOn))
        {
            return null;
        }
        List<TensorValue> masks = run.Cache<List<TensorValue>>();
        while (masks.Count <= step)
        {
            masks.Add(new TensorValue(ElementType.Bool));
        }
        Take(mask, step, masks[step]);
        return masks[step];
    }

    private static void Take(TensorValue x, int step, TensorValue y)
    {
        Span<int> dimensions = stackalloc int[x.Dimensions.Length - 1];
        dimensions[0] = x.Batch;
        x.Dimensions[2..].CopyTo(dimensions[1..]);
        y.Resize(dimensions);
        int size = y.Count / x.Batch;
        for (int b = 0; b < x.Batch; b++)
        {
            int from = ((b * x.Dimensions[1]) + step) * size;
            switch (x.Type)
            {
                case ElementType.Float32:
                    x.Floats.Slice(from, size).CopyTo(y.Floats[(b * size)..]);
                    break;
                case ElementType.Int32:
                    x.Ints.Slice(from, size).CopyTo(y.Ints[(b * size)..]);
                    break;
                default:
                    x.Bools.Slice(from, size).CopyTo(y.Bools[(b * size)..]);
                    break;
            }
        }
    }
}

/// <summary>Steps, [batch, ...] each, as one tensor, [batch, time, ...]; the last input is what was split, whose mask goes on.</summary>
internal sealed class JoinSteps : PartLayer
{
    internal override (int Fewest, int Most) InputCount => (2, int.MaxValue);

    internal override void CheckInputs(IReadOnlyList<SymbolicTensor> inputs)
    {
    }

    internal override Shape[] OutputShapes(ReadOnlySpan<Shape> inputs) => [new Shape([inputs[0][0], inputs.Length - 1, .. inputs[0].Axes[1..]])];

    internal override void Forward(LayerRun run)
    {
        int steps = run.Inputs.Length - 1, size = run.Input.Count / run.Input.Batch;
        Span<int> dimensions = stackalloc int[run.Input.Dimensions.Length + 1];
        (dimensions[0], dimensions[1]) = (run.Input.Batch, steps);
        run.Input.Dimensions[1..].CopyTo(dimensions[2..]);
        run.Output.Resize(dimensions);
        run.Output.Mask = run.MaskOf(steps);
        for (int t = 0; t < steps; t++)
        {
            for (int b = 0; b < run.Input.Batch; b++)
            {
                run.Inputs[t].Floats.Slice(b * size, size).CopyTo(run.Output.Floats[(((b * steps) + t) * size)..]);
            }
        }
    }

    internal override void Backward(LayerRun run)
    {
        int steps = run.Inputs.Length - 1, size = run.Input.Count / run.Input.Batch;
        for (int t = 0; t < steps; t++)
        {
            for (int b = 0; run.Needs[t] && b < run.Input.Batch; b++)
            {
                run.OutputGradient(0).Slice(((b * steps) + t) * size, size).CopyTo(run.InputGradient(t)[(b * size)..]);
            }
        }

        // Of the last input only the mask is read.
        run.Settled[steps] = true;
    }
}
