namespace Unroll;

/// <summary>In training, sets a share of its inputs to zero and scales the others up by 1 / (1 - rate) (Srivastava et al. 2014). Keras's Dropout.</summary>
public sealed class Dropout : ShapedDropout
{
    /// <summary>Drops a share of <paramref name="rate"/>, from 0 to 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Another rate.</exception>
    public Dropout(float rate)
        : base(rate)
    {
    }

    internal override string ClassName => "Dropout";

    internal override string DefaultName => "dropout";

    internal override bool TreatsVectorsAlike => NoiseShape is null;
}
