namespace Unroll;

/// <summary>In training, drops features of a sample at all its steps and scales the others up: [batch, time, features] (Tompson et al., 2014). Keras's SpatialDropout1D.</summary>
public sealed class SpatialDropout1D : SpatialDropout
{
    /// <summary>Drops a share of <paramref name="rate"/>, from 0 to 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Another rate.</exception>
    public SpatialDropout1D(float rate)
        : base(rate)
    {
    }

    internal override string ClassName => "SpatialDropout1D";

    internal override string DefaultName => "spatial_dropout1d";

    internal override void CheckInputs(IReadOnlyList<SymbolicTensor> inputs)
    {
        base.CheckInputs(inputs);
        if (inputs[0].Shape.Rank != 3)
        {
            Throw.Shape($"{this} expects inputs of shape [batch, time, features], but got {inputs[0].Shape}. Use Dropout, or reshape them.");
        }
    }
}
