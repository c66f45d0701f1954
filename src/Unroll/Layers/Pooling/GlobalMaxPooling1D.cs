namespace Unroll;

/// <summary>The largest of all steps, channel by channel. Keras's GlobalMaxPooling1D.</summary>
public sealed class GlobalMaxPooling1D() : GlobalPoolingLayer(axes: 1)
{
    internal override string ClassName => "GlobalMaxPooling1D";

    internal override string DefaultName => "global_max_pooling1d";

    private protected override bool TakesLargest => true;
}
