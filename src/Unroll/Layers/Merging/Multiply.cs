using Unroll.Kernels;

namespace Unroll;

/// <summary>The product of its inputs; steps that a mask passes over count as 1, and as 0 where all masks do. Keras's Multiply.</summary>
public sealed class Multiply : MergingLayer
{
    internal override string ClassName => "Multiply";

    internal override string DefaultName => "multiply";

    private protected override float? Neutral => 1;

    private protected override float? AllMasked => 0;

    internal override void Join(Span<float> y, ReadOnlySpan<float> x) => Spans.MultiplyBy(y, x);

    internal override void Gradient(MergeOperands operands, int i, Range part, ReadOnlySpan<float> dy, Span<float> dx)
    {
        dy.CopyTo(dx);
        for (int j = 0; j < operands.Count; j++)
        {
            if (j != i)
            {
                Spans.MultiplyBy(dx, operands[j][part]);
            }
        }
    }
}
