namespace Unroll;

/// <summary>Its inputs one behind the other along an axis; all other axes are equal. Keras's Concatenate.</summary>
public sealed class Concatenate : Layer
{
    /// <summary>The axis, the batch being 0; negative ones count from the end.</summary>
    public int Axis { get; init; } = -1;

    internal override string ClassName => "Concatenate";

    internal override string DefaultName => "concatenate";

    internal override (int Fewest, int Most) InputCount => (2, int.MaxValue);

    internal override bool WorksByStep => true;

    internal override void CheckInputs(IReadOnlyList<SymbolicTensor> inputs)
    {
        base.CheckInputs(inputs);
        Shape first = inputs[0].Shape;
        int axis = AxisOf(first.Rank);
        foreach (SymbolicTensor input in inputs)
        {
            Shape shape = input.Shape;
            bool fits = shape.Rank == first.Rank;
            for (int i = 1; fits && i < first.Rank; i++)
            {
                fits = i == axis || shape[i] == first[i] || shape[i] == Shape.Any || first[i] == Shape.Any;
            }
            if (!fits || axis < 1)
            {
                Throw.Shape($"{this} joins along axis {Axis} inputs that are equal along the others, but got {first} and {shape}. Choose another axis, or reshape one of them.");
            }
        }
    }

    internal override Shape[] OutputShapes(ReadOnlySpan<Shape> inputs)
    {
        int[] axes = inputs[0].Axes.ToArray();
        int axis = AxisOf(axes.Length);
        foreach (Shape other in inputs[1..])
        {
            for (int i = 0; i < axes.Length; i++)
            {
                if (i != axis && axes[i] == Shape.Any)
                {
                    axes[i] = other[i];
                }
            }
            axes[axis] = axes[axis] == Shape.Any || other[axis] == Shape.Any ? Shape.Any : checked(axes[axis] + other[axis]);
        }
        return [new Shape(axes)];
    }

    internal override object NewCache() => new TensorValue(ElementType.Bool);

    internal override void Forward(LayerRun run)
    {
        int axis = AxisOf(run.Input.Dimensions.Length);
        Span<int> dimensions = stackalloc int[run.Input.Dimensions.Length];
        run.Input.Dimensions.CopyTo(dimensions);
        dimensions[axis] = 0;
        foreach (TensorValue input in run.Inputs)
        {
            dimensions[axis] += input.Dimensions[axis];
        }
        run.Output.Resize(dimensions);
        run.Output.Mask = MaskOf(run, axis);
        int outer = Outer(dimensions, axis), width = run.Output.Count / outer, at = 0;
        foreach (TensorValue input in run.Inputs)
        {
            int own = input.Count / outer;
            for (int i = 0; i < outer; i++)
            {
                input.Floats.Slice(i * own, own).CopyTo(run.Output.Floats[((i * width) + at)..]);
            }
            at += own;
        }
    }

    internal override void Backward(LayerRun run)
    {
        int outer = Outer(run.Output.Dimensions, AxisOf(run.Output.Dimensions.Length)), width = run.Output.Count / outer, at = 0;
        for (int n = 0; n < run.Inputs.Length; n++)
        {
            int own = run.Inputs[n].Count / outer;
            for (int i = 0; run.Needs[n] && i < outer; i++)
            {
                run.OutputGradient(0).Slice((i * width) + at, own).CopyTo(run.InputGradient(n)[(i * own)..]);
            }
            at += own;
        }
    }

    /// <summary>Along time the masks stand one behind the other; along other axes a step is real if it is for one input. An input without a mask is real everywhere.</summary>
    private static TensorValue? MaskOf(LayerRun run, int axis)
    {
        bool any = false;
        for (int n = 0; n < run.Inputs.Length; n++)
        {
            any |= run.MaskOf(n) is not null;
        }
        ReadOnlySpan<int> dimensions = run.Output.Dimensions;
        if (!any || dimensions.Length < 3)
        {
            return null;
        }
        TensorValue mask = run.Cache<TensorValue>();
        mask.Resize(dimensions[0], dimensions[1]);
        mask.Bools.Clear();
        int at = 0;
        for (int n = 0; n < run.Inputs.Length; n++)
        {
            int steps = run.Inputs[n].Dimensions[1];
            for (int b = 0; b < dimensions[0]; b++)
            {
                Span<byte> target = mask.Bools.Slice((b * dimensions[1]) + at, steps);
                if (run.MaskOf(n) is { } own)
                {
                    MergeOperands.Or(target, own.Bools.Slice(b * steps, steps));
                }
                else
                {
                    target.Fill(1);
                }
            }
            at += axis == 1 ? steps : 0;
        }
        return mask;
    }

    /// <summary>Rows of the output that are put together: the product of the axes before the joined one.</summary>
    private static int Outer(ReadOnlySpan<int> dimensions, int axis)
    {
        int outer = 1;
        foreach (int d in dimensions[..axis])
        {
            outer *= d;
        }
        return outer;
    }

    private int AxisOf(int rank) => Axis < 0 ? Axis + rank : Axis < rank ? Axis : -1;
}
