namespace Unroll;

/// <summary>Norms of 1. Keras's UnitNorm.</summary>
public sealed class UnitNorm : NormConstraint
{
    internal override IReadOnlyDictionary<string, object?> Config => new Dictionary<string, object?> { ["axis"] = AxisConfig };

    private protected override double Desired(double norm) => 1;
}
