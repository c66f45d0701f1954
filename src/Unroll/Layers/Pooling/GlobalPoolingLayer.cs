namespace Unroll;

/// <summary>One row of channels of all steps or pixels: [batch, time, channels] or [batch, height, width, channels] to [batch, channels].</summary>
public abstract class GlobalPoolingLayer : Layer
{
    private readonly int _axes;

    private protected GlobalPoolingLayer(int axes) => _axes = axes;

    /// <summary>Whether the axes stay, with length 1.</summary>
    public bool KeepDimensions { get; init; }

    internal override void CheckInputs(IReadOnlyList<SymbolicTensor> inputs)
    {
        base.CheckInputs(inputs);
        if (inputs[0].Shape.Rank != _axes + 2)
        {
            Throw.Shape($"{this} expects inputs of shape {(_axes == 2 ? "[batch, height, width, channels]" : "[batch, time, channels]")}, but got {inputs[0].Shape}. Reshape them.");
        }
    }

    internal override Shape[] OutputShapes(ReadOnlySpan<Shape> inputs) =>
        [new Shape([inputs[0][0], .. Enumerable.Repeat(1, KeepDimensions ? _axes : 0), inputs[0][^1]])];

    internal override void Forward(LayerRun run)
    {
        int batch = run.Input.Batch, channels = run.Input.Width, size = run.Input.Count / batch;
        Span<int> dimensions = stackalloc int[KeepDimensions ? _axes + 2 : 2];
        dimensions.Fill(1);
        (dimensions[0], dimensions[^1]) = (batch, channels);
        run.Output.Resize(dimensions);
        run.Output.Mask = null;
        for (int b = 0; b < batch; b++)
        {
            Pool(run.Input.Floats.Slice(b * size, size), MaskOf(run, b), run.Output.Floats.Slice(b * channels, channels));
        }
    }

    internal override void Backward(LayerRun run)
    {
        if (!run.Needs[0])
        {
            return;
        }
        int batch = run.Input.Batch, channels = run.Input.Width, size = run.Input.Count / batch;
        for (int b = 0; b < batch; b++)
        {
            ReadOnlySpan<float> x = run.Input.Floats.Slice(b * size, size), y = run.Output.Floats.Slice(b * channels, channels);
            Gradient(x, MaskOf(run, b), y, run.OutputGradient(0).Slice(b * channels, channels), run.InputGradient(0).Slice(b * size, size));
        }
    }

    /// <summary>Whether steps that a mask passes over don't count.</summary>
    private protected virtual bool ReadsMask => false;

    /// <summary>y from the rows of a sample.</summary>
    private protected abstract void Pool(ReadOnlySpan<float> x, ReadOnlySpan<byte> mask, Span<float> y);

    /// <summary>A sample's dx.</summary>
    private protected abstract void Gradient(ReadOnlySpan<float> x, ReadOnlySpan<byte> mask, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx);

    private ReadOnlySpan<byte> MaskOf(LayerRun run, int sample)
    {
        if (!ReadsMask || run.Mask is not { } mask)
        {
            return default;
        }
        int steps = mask.Count / run.Input.Batch;
        return mask.Bools.Slice(sample * steps, steps);
    }
}
