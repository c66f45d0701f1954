using Unroll.Kernels;

namespace Unroll;

/// <summary>The sum of its inputs. Keras's Add.</summary>
public sealed class Add : MergingLayer
{
    internal override string ClassName => "Add";

    internal override string DefaultName => "add";

    internal override void Join(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) => Elementwise.Join<AddPair>(a, b, y);

    internal override bool PassesGradient(int i) => true;

    internal override void Gradient(MergeOperands operands, int i, Range part, ReadOnlySpan<float> dy, Span<float> dx)
    {
        if (operands.IsTwice(i))
        {
            Elementwise.Join<AddPair>(dy, dy, dx);
        }
        else
        {
            // Not as a plain copy, which may pass by the cache: another input may add to it next.
            Elementwise.Apply(default(LinearOp), dy, dx);
        }
    }

    internal override void AddGradient(MergeOperands operands, int i, Range part, ReadOnlySpan<float> dy, Span<float> dx, Span<float> room)
    {
        if (!operands.IsTwice(i))
        {
            Spans.AddTo(dx, dy);
        }
    }
}
