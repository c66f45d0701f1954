using Unroll.Kernels;

namespace Unroll;

/// <summary>Softmax or its logarithm, row by row.</summary>
internal sealed class SoftmaxActivation(string name, bool logarithm) : Activation(name)
{
    internal override bool NeedsInput => false;

    internal override void Forward(ReadOnlySpan<float> x, Span<float> y, int width) => SoftmaxKernel.Forward(x, y, width, logarithm, Simd.Best);

    internal override void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, int width) =>
        SoftmaxKernel.Backward(y, dy, dx, width, logarithm, Simd.Best);
}
