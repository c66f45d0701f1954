using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// One tensor of several, element by element: [batch, ...] each, where axes of length 1 stretch. Keras's merge layers.
/// Where all inputs carry masks, the output's is true wherever one of theirs is.
/// </summary>
public abstract class MergingLayer : Layer
{
    private protected MergingLayer()
    {
    }

    internal override (int Fewest, int Most) InputCount => (2, int.MaxValue);

    internal override bool WorksByStep => true;

    /// <summary>What stands in for steps that a mask passes over; null where these count as others do.</summary>
    private protected virtual float? Neutral => null;

    /// <summary>What the first input becomes where all masks pass over the step; null where it stays.</summary>
    private protected virtual float? AllMasked => null;

    internal override Shape[] OutputShapes(ReadOnlySpan<Shape> inputs) => [Broadcasting.Join(this, inputs)];

    /// <summary>Joins b, an input, to a, those before it; a part of both. y may be a.</summary>
    internal abstract void Join(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y);

    /// <summary>What follows the last input.</summary>
    internal virtual void Finish(Span<float> y, int inputs)
    {
    }

    /// <summary>A part of the gradients dx of input i.</summary>
    internal abstract void Gradient(MergeOperands operands, int i, Range part, ReadOnlySpan<float> dy, Span<float> dx);

    /// <summary>The same, added to what stands in dx; with room for as many numbers.</summary>
    internal virtual void AddGradient(MergeOperands operands, int i, Range part, ReadOnlySpan<float> dy, Span<float> dx, Span<float> room)
    {
        Gradient(operands, i, part, dy, room);
        Spans.AddTo(dx, room);
    }

    /// <summary>Whether input i's gradient is the output's.</summary>
    internal virtual bool PassesGradient(int i) => false;

    internal override bool AddsGradients(LayerRun run) => run.Cache<MergeOperands>().ArePlain;

    internal override object NewCache() => new MergeOperands(this);

    internal override void Forward(LayerRun run)
    {
        MergeOperands operands = run.Cache<MergeOperands>();
        operands.Begin(run, Neutral, AllMasked);
        run.Output.Mask = operands.OutputMask();
        operands.Forward();
    }

    internal override void Backward(LayerRun run) => run.Cache<MergeOperands>().Backward();
}
