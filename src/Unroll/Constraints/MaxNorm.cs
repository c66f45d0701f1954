namespace Unroll;

/// <summary>Norms of at most a value (Srivastava et al. 2014). Keras's MaxNorm.</summary>
/// <param name="most">Keras: <c>max_value</c>.</param>
public sealed class MaxNorm(double most = 2) : NormConstraint
{
    internal override IReadOnlyDictionary<string, object?> Config => new Dictionary<string, object?> { ["max_value"] = most, ["axis"] = AxisConfig };

    private protected override double Desired(double norm) => Math.Min(norm, most);
}
