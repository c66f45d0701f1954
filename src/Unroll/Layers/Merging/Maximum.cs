using Unroll.Kernels;

namespace Unroll;

/// <summary>The largest of its inputs, element by element; steps that a mask passes over don't count. Keras's Maximum.</summary>
public sealed class Maximum : MergingLayer
{
    internal override string ClassName => "Maximum";

    internal override string DefaultName => "maximum";

    private protected override float? Neutral => float.NegativeInfinity;

    internal override void Join(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) => Elementwise.Join<MaxPair>(a, b, y);

    internal override void Gradient(MergeOperands operands, int i, Range part, ReadOnlySpan<float> dy, Span<float> dx) => operands.GradientOfChosen(i, part, dy, dx);
}
