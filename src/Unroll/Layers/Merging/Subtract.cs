using Unroll.Kernels;

namespace Unroll;

/// <summary>The first of its two inputs less the second. Keras's Subtract.</summary>
public sealed class Subtract : MergingLayer
{
    internal override string ClassName => "Subtract";

    internal override string DefaultName => "subtract";

    internal override (int Fewest, int Most) InputCount => (2, 2);

    internal override void Join(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) => Elementwise.Join<SubtractPair>(a, b, y);

    internal override bool PassesGradient(int i) => i == 0;

    internal override void Gradient(MergeOperands operands, int i, Range part, ReadOnlySpan<float> dy, Span<float> dx)
    {
        dy.CopyTo(dx);
        if (i == 1)
        {
            Spans.Scale(dx, -1);
        }
    }
}
