namespace Unroll;

/// <summary>The steps of a sequence from the last to the first: [batch, time, features] to the same. A mask stays as it is: the sequence comes from a layer that went backwards.</summary>
internal sealed class ReverseTime : PartLayer
{
    internal override Shape[] OutputShapes(ReadOnlySpan<Shape> inputs) => [inputs[0]];

    internal override void Forward(LayerRun run)
    {
        run.Output.Resize(run.Input.Dimensions);
        run.Output.Mask = run.Mask;
        Reverse(run.Input, run.Input.Floats, run.Output.Floats);
    }

    internal override void Backward(LayerRun run) => Reverse(run.Input, run.OutputGradient(0), run.InputGradient(0));

    private static void Reverse(TensorValue like, ReadOnlySpan<float> x, Span<float> y)
    {
        (int steps, int width) = (like.Dimensions[1], like.Count / (like.Dimensions[0] * like.Dimensions[1]));
        for (int row = 0; row < like.Dimensions[0] * steps; row++)
        {
            int opposite = row - (row % steps) + steps - 1 - (row % steps);
            x.Slice(row * width, width).CopyTo(y[(opposite * width)..]);
        }
    }
}
