namespace Unroll;

/// <summary>In training, drops channels of a picture at all its pixels and scales the others up: [batch, height, width, channels] (Tompson et al., 2014). Keras's SpatialDropout2D.</summary>
public sealed class SpatialDropout2D : SpatialDropout, IChannelLayer
{
    /// <summary>Drops a share of <paramref name="rate"/>, from 0 to 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Another rate.</exception>
    public SpatialDropout2D(float rate)
        : base(rate)
    {
    }

    /// <summary>Where inputs and outputs have their channels.</summary>
    public DataFormat DataFormat { get; init; }

    internal override string ClassName => "SpatialDropout2D";

    internal override string DefaultName => "spatial_dropout2d";

    internal override void CheckInputs(IReadOnlyList<SymbolicTensor> inputs)
    {
        base.CheckInputs(inputs);
        if (inputs[0].Shape.Rank != 4)
        {
            Throw.Shape($"{this} expects inputs of shape [batch, height, width, channels], but got {inputs[0].Shape}. Use Dropout, or reshape them.");
        }
    }
}
