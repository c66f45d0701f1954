namespace Unroll;

/// <summary>
/// The axes that attention is over, as the steps of samples: [batch, ..., features] to [batch * others, steps, features], the other axes in their order
/// before the steps. The mask stays as it is: what was one sample shares it.
/// </summary>
internal sealed class FoldAxes(IReadOnlyList<int> axes) : PartLayer
{
    internal override Shape[] OutputShapes(ReadOnlySpan<Shape> inputs)
    {
        Shape shape = inputs[0];
        int[] others = [shape[0], .. Enumerable.Range(1, shape.Rank - 2).Except(axes).Select(a => shape[a])], steps = [.. axes.Select(a => shape[a])];
        return [new Shape(AttentionMask.Product(others), AttentionMask.Product(steps), shape[^1])];
    }

    internal override object NewCache() => new AxisOrder();

    internal override void Forward(LayerRun run)
    {
        AxisOrder order = run.Cache<AxisOrder>();
        order.Begin(run.Input.Dimensions, axes);
        run.Output.Resize(run.Input.Batch * order.Places.Length / order.Steps, order.Steps, run.Input.Width);
        run.Output.Mask = run.Mask;
        order.Gather(run.Input.Floats, run.Output.Floats, run.Input.Width);
    }

    internal override void Backward(LayerRun run)
    {
        if (run.Needs[0])
        {
            run.Cache<AxisOrder>().Scatter(run.OutputGradient(0), run.InputGradient(0), run.Input.Width);
        }
    }
}

/// <summary>The way back, [batch * others, steps, features] to [batch, ..., features]; the second input is what was folded.</summary>
internal sealed class UnfoldAxes(IReadOnlyList<int> axes) : PartLayer
{
    internal override (int Fewest, int Most) InputCount => (2, 2);

    internal override Shape[] OutputShapes(ReadOnlySpan<Shape> inputs) => [inputs[1].WithLast(inputs[0][^1])];

    internal override object NewCache() => new AxisOrder();

    internal override void Forward(LayerRun run)
    {
        AxisOrder order = run.Cache<AxisOrder>();
        ReadOnlySpan<int> folded = run.Inputs[1].Dimensions;
        order.Begin(folded, axes);
        Span<int> dimensions = stackalloc int[folded.Length];
        folded.CopyTo(dimensions);
        dimensions[^1] = run.Input.Width;
        run.Output.Resize(dimensions);
        run.Output.Mask = run.MaskOf(0);
        order.Scatter(run.Input.Floats, run.Output.Floats, run.Input.Width);
    }

    internal override void Backward(LayerRun run)
    {
        if (run.Needs[0])
        {
            run.Cache<AxisOrder>().Gather(run.OutputGradient(0), run.InputGradient(0), run.Input.Width);
        }

        // Of the second input only the dimensions are read.
        run.Settled[1] = true;
    }
}

/// <summary>The scores of folded samples, [batch * others, heads, queries, values], with the axes that were folded; the other inputs are the query and the value.</summary>
internal sealed class UnfoldScores(IReadOnlyList<int> axes) : PartLayer
{
    internal override (int Fewest, int Most) InputCount => (3, 3);

    internal override Shape[] OutputShapes(ReadOnlySpan<Shape> inputs)
    {
        var shape = new int[inputs[1].Rank + axes.Count];
        Unfold(inputs[0][1], inputs[1].Axes, inputs[2].Axes, shape);
        return [new Shape(shape)];
    }

    internal override void Forward(LayerRun run)
    {
        Span<int> dimensions = stackalloc int[run.Inputs[1].Dimensions.Length + axes.Count];
        Unfold(run.Input.Dimensions[1], run.Inputs[1].Dimensions, run.Inputs[2].Dimensions, dimensions);
        run.Output.Reshape(run.Input, dimensions);
        run.Output.Mask = null;
    }

    internal override void Backward(LayerRun run)
    {
        if (run.Needs[0])
        {
            run.OutputGradient(0).CopyTo(run.InputGradient(0));
        }

        // Of query and value only the dimensions are read.
        (run.Settled[1], run.Settled[2]) = (true, true);
    }

    private void Unfold(int heads, ReadOnlySpan<int> query, ReadOnlySpan<int> value, Span<int> scores)
    {
        scores[0] = query[0];
        int at = 1;
        for (int axis = 1; axis < query.Length - 1; axis++)
        {
            if (!axes.Contains(axis))
            {
                scores[at++] = query[axis];
            }
        }
        scores[at++] = heads;
        for (int i = 0; i < axes.Count; i++)
        {
            (scores[at + i], scores[at + axes.Count + i]) = (query[axes[i]], value[axes[i]]);
        }
    }
}

/// <summary>Several axes in place of the last one, [..., features] to [..., axes].</summary>
internal sealed class SplitFeatures(IReadOnlyList<int> axes) : PartLayer
{
    internal override Shape[] OutputShapes(ReadOnlySpan<Shape> inputs) => [new Shape([.. inputs[0].Axes[..^1], .. axes])];

    internal override void Forward(LayerRun run)
    {
        ReadOnlySpan<int> given = run.Input.Dimensions[..^1];
        Span<int> dimensions = stackalloc int[given.Length + axes.Count];
        given.CopyTo(dimensions);
        for (int i = 0; i < axes.Count; i++)
        {
            dimensions[given.Length + i] = axes[i];
        }
        run.Output.Reshape(run.Input, dimensions);
        run.Output.Mask = run.Mask;
    }

    internal override void Backward(LayerRun run)
    {
        if (run.Needs[0])
        {
            run.OutputGradient(0).CopyTo(run.InputGradient(0));
        }
    }
}

/// <summary>For each place in a sample's axes, which are followed by features, where it stands when some axes are the last.</summary>
internal sealed class AxisOrder
{
    private int[] _sample = [];

    public int[] Places { get; private set; } = [];

    /// <summary>Places along the axes that are the last.</summary>
    public int Steps { get; private set; }

    public void Begin(ReadOnlySpan<int> dimensions, IReadOnlyList<int> axes)
    {
        ReadOnlySpan<int> sample = dimensions[1..^1];
        if (sample.SequenceEqual(_sample))
        {
            return;
        }
        _sample = sample.ToArray();
        int[] order = [.. Enumerable.Range(1, sample.Length).Except(axes), .. axes];
        var strides = new int[sample.Length + 1];
        int stride = 1;
        foreach (int axis in order.Reverse())
        {
            strides[axis] = stride;
            stride *= _sample[axis - 1];
        }
        Steps = axes.Aggregate(1, (product, axis) => product * _sample[axis - 1]);
        Places = new int[stride];
        for (int i = 0; i < Places.Length; i++)
        {
            int rest = i;
            for (int axis = _sample.Length; axis > 0; axis--)
            {
                Places[i] += rest % _sample[axis - 1] * strides[axis];
                rest /= _sample[axis - 1];
            }
        }
    }

    /// <summary>Rows of <paramref name="width"/> numbers, each to its place.</summary>
    public void Gather(ReadOnlySpan<float> rows, Span<float> placed, int width)
    {
        for (int r = 0; r < rows.Length / width; r++)
        {
            rows.Slice(r * width, width).CopyTo(placed[(At(r) * width)..]);
        }
    }

    /// <summary>The way back.</summary>
    public void Scatter(ReadOnlySpan<float> placed, Span<float> rows, int width)
    {
        for (int r = 0; r < rows.Length / width; r++)
        {
            placed.Slice(At(r) * width, width).CopyTo(rows[(r * width)..]);
        }
    }

    private int At(int row) => (row / Places.Length * Places.Length) + Places[row % Places.Length];
}
