using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// One row of channels of all steps or pixels: [batch, time, channels] or [batch, height, width, channels] to [batch, channels]; with
/// <see cref="DataFormat.ChannelsFirst"/> from [batch, channels, time] or [batch, channels, height, width].
/// </summary>
public abstract class GlobalPoolingLayer : Layer, IChannelLayer
{
    private readonly int _axes;

    private protected GlobalPoolingLayer(int axes) => _axes = axes;

    /// <summary>Whether the axes stay, with length 1. Keras: <c>keepdims</c>.</summary>
    public bool KeepDimensions { get; init; }

    /// <summary>Where inputs and outputs have their channels.</summary>
    public DataFormat DataFormat { get; init; }

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

    internal override object NewCache() => new GlobalPoolingRun(this);

    internal override void Forward(LayerRun run)
    {
        Span<int> dimensions = stackalloc int[KeepDimensions ? _axes + 2 : 2];
        dimensions.Fill(1);
        (dimensions[0], dimensions[^1]) = (run.Input.Batch, run.Input.Width);
        run.Output.Resize(dimensions);
        run.Output.Mask = null;
        run.Cache<GlobalPoolingRun>().Forward(run);
    }

    internal override void Backward(LayerRun run)
    {
        if (run.Needs[0])
        {
            run.Cache<GlobalPoolingRun>().Backward(run);
        }
    }

    /// <summary>Whether steps that a mask passes over don't count.</summary>
    internal virtual bool ReadsMask => false;

    /// <summary>Whether the largest is taken, not the mean.</summary>
    private protected abstract bool TakesLargest { get; }

    /// <summary>y from the rows of a sample.</summary>
    internal void Pool(ReadOnlySpan<float> x, ReadOnlySpan<byte> mask, Span<float> y)
    {
        if (TakesLargest)
        {
            GlobalPooling.Max(x, y);
        }
        else
        {
            GlobalPooling.Average(x, mask, y);
        }
    }

    /// <summary>A sample's dx; <paramref name="share"/> is room for a row.</summary>
    internal void Gradient(ReadOnlySpan<float> x, ReadOnlySpan<byte> mask, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> share, Span<float> dx)
    {
        if (TakesLargest)
        {
            GlobalPooling.MaxGradient(x, y, dy, share, dx);
        }
        else
        {
            GlobalPooling.AverageGradient(mask, dy, share, dx);
        }
    }
}

/// <summary>One call of a global pooling layer. A worker owns samples.</summary>
internal sealed class GlobalPoolingRun
{
    private readonly GlobalPoolingLayer _layer;
    private readonly FloatBuffer _shares = new();
    private readonly Action<int, int> _forward;
    private readonly Action<int, int> _backward;
    private LayerRun _run = null!;

    public GlobalPoolingRun(GlobalPoolingLayer layer)
    {
        _layer = layer;
        (_forward, _backward) = (ForwardShare, BackwardShare);
    }

    private int Channels => _run.Input.Width;

    private int Size => _run.Input.Count / _run.Input.Batch;

    public void Forward(LayerRun run)
    {
        _run = run;
        if (_layer.ReadsMask && run.Mask is { } mask && (long)mask.Count * Channels != run.Input.Count)
        {
            Throw.Shape($"{_layer} takes means over {Size / Channels} steps, but got a mask of {mask.Count / run.Input.Batch}. Give it a mask of its steps, or take the mask from its input.");
        }
        run.Team.Run(_forward, run.Input.Count);
    }

    public void Backward(LayerRun run)
    {
        _shares.Resize((long)run.Team.Size * Channels);
        run.Team.Run(_backward, run.Input.Count);
    }

    private void ForwardShare(int worker, int workers)
    {
        (int from, int to) = Team.Share(_run.Input.Batch, 1, worker, workers);
        for (int b = from; b < to; b++)
        {
            _layer.Pool(_run.Input.Floats.Slice(b * Size, Size), MaskOf(b), _run.Output.Floats.Slice(b * Channels, Channels));
        }
    }

    private void BackwardShare(int worker, int workers)
    {
        (int from, int to) = Team.Share(_run.Input.Batch, 1, worker, workers);
        Span<float> share = _shares.Span.Slice(worker * Channels, Channels);
        for (int b = from; b < to; b++)
        {
            ReadOnlySpan<float> y = _run.Output.Floats.Slice(b * Channels, Channels), dy = _run.OutputGradient(0).Slice(b * Channels, Channels);
            _layer.Gradient(_run.Input.Floats.Slice(b * Size, Size), MaskOf(b), y, dy, share, _run.InputGradient(0).Slice(b * Size, Size));
        }
    }

    private ReadOnlySpan<byte> MaskOf(int sample)
    {
        if (!_layer.ReadsMask || _run.Mask is not { } mask)
        {
            return default;
        }
        int steps = mask.Count / _run.Input.Batch;
        return mask.Bools.Slice(sample * steps, steps);
    }
}
