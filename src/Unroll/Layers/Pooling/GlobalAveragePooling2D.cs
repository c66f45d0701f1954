namespace Unroll;

/// <summary>The mean of all pixels, channel by channel. Keras's GlobalAveragePooling2D.</summary>
public sealed class GlobalAveragePooling2D() : GlobalPoolingLayer(axes: 2)
{
    internal override string ClassName => "GlobalAveragePooling2D";

    internal override string DefaultName => "global_average_pooling2d";

    private protected override bool TakesLargest => false;
}
