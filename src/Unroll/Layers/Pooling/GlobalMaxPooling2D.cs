namespace Unroll;

/// <summary>The largest of all pixels, channel by channel. Keras's GlobalMaxPooling2D.</summary>
public sealed class GlobalMaxPooling2D() : GlobalPoolingLayer(axes: 2)
{
    internal override string ClassName => "GlobalMaxPooling2D";

    internal override string DefaultName => "global_max_pooling2d";

    internal override void Pool(ReadOnlySpan<float> x, ReadOnlySpan<byte> mask, Span<float> y) => GlobalPooling.Max(x, y);

    internal override void Gradient(ReadOnlySpan<float> x, ReadOnlySpan<byte> mask, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> share, Span<float> dx) =>
        GlobalPooling.MaxGradient(x, y, dy, share, dx);
}
