using Unroll.Kernels;

namespace Unroll;

/// <summary>Puts a forward and a backward output together, [..., a] and [..., b]; the backward one comes last step first where it is a sequence.</summary>
internal sealed class DirectionMerge(MergeMode mode, bool reverses) : PartLayer
{
    internal override (int Fewest, int Most) InputCount => (2, 2);

    internal override Shape[] OutputShapes(ReadOnlySpan<Shape> inputs) =>
        [mode == MergeMode.Concat ? inputs[0].WithLast(inputs[0][^1] + inputs[1][^1]) : inputs[0]];

    internal override void Forward(LayerRun run)
    {
        (TensorValue forward, TensorValue backward) = (run.Inputs[0], run.Inputs[1]);
        (int a, int b) = (forward.Width, backward.Width);
        Span<int> dimensions = stackalloc int[forward.Dimensions.Length];
        forward.Dimensions.CopyTo(dimensions);
        dimensions[^1] = mode == MergeMode.Concat ? a + b : a;
        run.Output.Resize(dimensions);
        run.Output.Mask = forward.Mask;
        int width = run.Output.Width;
        (int steps, int places) = StepsAndPlaces(dimensions);
        for (int row = 0; row < forward.Count / a; row++)
        {
            ReadOnlySpan<float> x = forward.Floats.Slice(row * a, a);
            ReadOnlySpan<float> y = backward.Floats.Slice(Opposite(row, steps, places) * b, b);
            Merge(x, y, run.Output.Floats.Slice(row * width, width));
        }
    }

    private void Merge(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> z)
    {
        x.CopyTo(z);
        switch (mode)
        {
            case MergeMode.Concat:
                y.CopyTo(z[x.Length..]);
                break;
            case MergeMode.Mul:
                Spans.MultiplyBy(z, y);
                break;
            default:
                Spans.AddTo(z, y);
                if (mode == MergeMode.Ave)
                {
                    Spans.Scale(z, 0.5f);
                }
                break;
        }
    }

    internal override void Backward(LayerRun run)
    {
        (TensorValue forward, TensorValue backward) = (run.Inputs[0], run.Inputs[1]);
        (int a, int b, int width) = (forward.Width, backward.Width, run.Output.Width);
        ReadOnlySpan<float> dz = run.OutputGradient(0);
        Span<float> dx = run.InputGradient(0);
        Span<float> dy = run.InputGradient(1);
        (int steps, int places) = StepsAndPlaces(run.Output.Dimensions);
        for (int row = 0; row < forward.Count / a; row++)
        {
            int opposite = Opposite(row, steps, places);
            ReadOnlySpan<float> d = dz.Slice(row * width, width);
            d[..a].CopyTo(dx[(row * a)..]);
            d[^b..].CopyTo(dy[(opposite * b)..]);
            if (mode == MergeMode.Mul)
            {
                Spans.MultiplyBy(dx.Slice(row * a, a), backward.Floats.Slice(opposite * b, b));
                Spans.MultiplyBy(dy.Slice(opposite * b, b), forward.Floats.Slice(row * a, a));
            }
        }
        if (mode == MergeMode.Ave)
        {
            Spans.Scale(dx, 0.5f);
            Spans.Scale(dy, 0.5f);
        }
    }

    /// <summary>How many steps a sequence has, [batch, time, ..., width], and how many places a step.</summary>
    private (int Steps, int Places) StepsAndPlaces(ReadOnlySpan<int> dimensions)
    {
        int places = 1;
        foreach (int axis in reverses ? dimensions[2..^1] : [])
        {
            places *= axis;
        }
        return (reverses ? dimensions[1] : 1, places);
    }

    /// <summary>The row of the same batch entry and place that is as far from the end as this one from the beginning.</summary>
    private static int Opposite(int row, int steps, int places)
    {
        (int step, int place) = Math.DivRem(row, places);
        return ((step - (step % steps) + steps - 1 - (step % steps)) * places) + place;
    }
}
