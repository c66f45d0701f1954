namespace Unroll;

/// <summary>The largest of all pixels, channel by channel. Keras's GlobalMaxPooling2D.</summary>
public sealed class GlobalMaxPooling2D() : GlobalPoolingLayer(axes: 2)
{
    internal override string ClassName => "GlobalMaxPooling2D";

    internal override string DefaultName => "global_max_pooling2d";

    private protected override bool TakesLargest => true;
}
