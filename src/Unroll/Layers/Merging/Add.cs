using Unroll.Kernels;

namespace Unroll;

/// <summary>The sum of its inputs. Keras's Add.</summary>
public sealed class Add : MergingLayer
{
    internal override string ClassName => "Add";

    internal override string DefaultName => "add";

    internal override void Join(Span<float> y, ReadOnlySpan<float> x) => Spans.AddTo(y, x);

    internal override void Gradient(MergeOperands operands, int i, Range part, ReadOnlySpan<float> dy, Span<float> dx) => dy.CopyTo(dx);
}
