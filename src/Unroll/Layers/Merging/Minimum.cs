using Unroll.Kernels;

namespace Unroll;

/// <summary>The smallest of its inputs, element by element; steps that a mask passes over don't count. Keras's Minimum.</summary>
public sealed class Minimum : MergingLayer
{
    internal override string ClassName => "Minimum";

    internal override string DefaultName => "minimum";

    private protected override float? Neutral => float.PositiveInfinity;

    internal override void Join(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) => Elementwise.Join<MinPair>(a, b, y);

    internal override void Gradient(MergeOperands operands, int i, Range part, ReadOnlySpan<float> dy, Span<float> dx) => operands.GradientOfChosen(i, part, dy, dx);
}
