namespace Unroll;

/// <summary>The mean of all steps that no mask passes over, channel by channel. Keras's GlobalAveragePooling1D.</summary>
public sealed class GlobalAveragePooling1D() : GlobalPoolingLayer(axes: 1)
{
    internal override string ClassName => "GlobalAveragePooling1D";

    internal override string DefaultName => "global_average_pooling1d";

    internal override bool ReadsMask => true;

    private protected override bool TakesLargest => false;
}
