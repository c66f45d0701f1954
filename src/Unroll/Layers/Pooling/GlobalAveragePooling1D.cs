namespace Unroll;

/// <summary>The mean of all steps that no mask passes over, channel by channel. Keras's GlobalAveragePooling1D.</summary>
public sealed class GlobalAveragePooling1D() : GlobalPoolingLayer(axes: 1)
{
    internal override string ClassName => "GlobalAveragePooling1D";

    internal override string DefaultName => "global_average_pooling1d";

    internal override bool ReadsMask => true;

    internal override void Pool(ReadOnlySpan<float> x, ReadOnlySpan<byte> mask, Span<float> y) => GlobalPooling.Average(x, mask, y);

    internal override void Gradient(ReadOnlySpan<float> x, ReadOnlySpan<byte> mask, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> share, Span<float> dx) =>
        GlobalPooling.AverageGradient(mask, dy, share, dx);
}
