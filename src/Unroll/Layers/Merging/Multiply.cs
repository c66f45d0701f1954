using Unroll.Kernels;

namespace Unroll;

/// <summary>The product of its inputs; steps that a mask passes over count as 1, and as 0 where all masks do. Keras's Multiply.</summary>
public sealed class Multiply : MergingLayer
{
    internal override string ClassName => "Multiply";

    internal override string DefaultName => "multiply";

    private protected override float? Neutral => 1;

    private protected override float? AllMasked => 0;

    internal override void Join(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) => Elementwise.Join<MultiplyPair>(a, b, y);

    internal override void Gradient(MergeOperands operands, int i, Range part, ReadOnlySpan<float> dy, Span<float> dx)
    {
        ReadOnlySpan<float> product = dy;
        for (int j = 0; j < operands.Count; j++)
        {
            if (j != i)
            {
                Elementwise.Join<MultiplyPair>(product, operands[j][part], dx);
                product = dx;
            }
        }
    }
}
