using Unroll.Kernels;

namespace Unroll;

/// <summary>The mean of its inputs. Keras's Average.</summary>
public sealed class Average : MergingLayer
{
    internal override string ClassName => "Average";

    internal override string DefaultName => "average";

    internal override void Join(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) => Elementwise.Join<AddPair>(a, b, y);

    internal override void Finish(Span<float> y, int inputs) => Elementwise.Apply(new DivideOp(inputs), y, y);

    internal override void Gradient(MergeOperands operands, int i, Range part, ReadOnlySpan<float> dy, Span<float> dx) =>
        Elementwise.Apply(new DivideOp(operands.Count), dy, dx);
}
