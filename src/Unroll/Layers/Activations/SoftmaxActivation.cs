using Unroll.Kernels;

namespace Unroll;

/// <summary>Softmax or its logarithm, row by row.</summary>
internal sealed class SoftmaxActivation(string name, bool logarithm) : Activation(name)
{
    internal override bool NeedsInput => false;

    internal override void Forward(ReadOnlySpan<float> x, Span<float> y, int width)
    {
        for (int i = 0; i < x.Length; i += width)
            SoftmaxKernel.Forward(x.Slice(i, width), y.Slice(i, width), logarithm, Simd.Best);
    }

    internal override void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, int width)
    {
        for (int i = 0; i < dy.Length; i += width)
            SoftmaxKernel.Backward(y.Slice(i, width), dy.Slice(i, width), dx.Slice(i, width), logarithm, Simd.Best);
    }
}
