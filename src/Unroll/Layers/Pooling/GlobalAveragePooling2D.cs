namespace Unroll;

/// <summary>The mean of all pixels, channel by channel. Keras's GlobalAveragePooling2D.</summary>
public sealed class GlobalAveragePooling2D() : GlobalPoolingLayer(axes: 2)
{
    internal override string ClassName => "GlobalAveragePooling2D";

    internal override string DefaultName => "global_average_pooling2d";

    internal override void Pool(ReadOnlySpan<float> x, ReadOnlySpan<byte> mask, Span<float> y) => GlobalPooling.Average(x, mask, y);

    internal override void Gradient(ReadOnlySpan<float> x, ReadOnlySpan<byte> mask, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> share, Span<float> dx) =>
        GlobalPooling.AverageGradient(mask, dy, share, dx);
}
