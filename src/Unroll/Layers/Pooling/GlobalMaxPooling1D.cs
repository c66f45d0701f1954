namespace Unroll;

/// <summary>The largest of all steps, channel by channel. Keras's GlobalMaxPooling1D.</summary>
public sealed class GlobalMaxPooling1D() : GlobalPoolingLayer(axes: 1)
{
    internal override string ClassName => "GlobalMaxPooling1D";

    internal override string DefaultName => "global_max_pooling1d";

    internal override void Pool(ReadOnlySpan<float> x, ReadOnlySpan<byte> mask, Span<float> y) => GlobalPooling.Max(x, y);

    internal override void Gradient(ReadOnlySpan<float> x, ReadOnlySpan<byte> mask, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> share, Span<float> dx) =>
        GlobalPooling.MaxGradient(x, y, dy, share, dx);
}
