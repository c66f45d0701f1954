namespace Unroll;

/// <summary>x over its Euclidean norm, row by row along some axes, the last by default. Keras's UnitNormalization.</summary>
public sealed class UnitNormalization : StandardizingLayer
{
    /// <summary>Smaller norms count as this, as in Keras.</summary>
    private const double LeastNorm = 1e-12;

    /// <summary>Normalises along the last axis, or along the given ones (the batch being 0).</summary>
    public UnitNormalization(params ReadOnlySpan<int> axes)
        : base(axes)
    {
    }

    internal override string ClassName => "UnitNormalization";

    internal override string DefaultName => "unit_normalization";

    private protected override float Factor(float squares, int n) => (float)(1 / Math.Max(Math.Sqrt(squares), LeastNorm));

    private protected override float Share(int n) => 1;
}
