using Unroll.Kernels;

namespace Unroll;

/// <summary>An activation that works element by element.</summary>
internal sealed class ElementwiseActivation<TForward, TBackward>(
    string name, TForward forward = default, TBackward backward = default, bool needsInput = false) : Activation(name)
    where TForward : struct, IElementwise
    where TBackward : struct, IElementwiseGradient
{
    internal override bool NeedsInput => needsInput;

    internal override void Forward(ReadOnlySpan<float> x, Span<float> y, int width) => Elementwise.Apply(forward, x, y);

    // Where x isn't needed it may be gone or empty; y stands in for it.
    internal override void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, int width) =>
        Elementwise.Apply(backward, needsInput ? x : y, y, dy, dx);
}
