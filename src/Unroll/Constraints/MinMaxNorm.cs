namespace Unroll;

/// <summary>Norms between two values. Keras's MinMaxNorm.</summary>
/// <param name="least">Keras: <c>min_value</c>.</param>
/// <param name="most">Keras: <c>max_value</c>.</param>
public sealed class MinMaxNorm(double least = 0, double most = 1) : NormConstraint
{
    /// <summary>How far a norm goes towards the allowed ones each time; 1 for all the way.</summary>
    public double Rate { get; init; } = 1;

    internal override IReadOnlyDictionary<string, object?> Config =>
        new Dictionary<string, object?> { ["min_value"] = least, ["max_value"] = most, ["rate"] = Rate, ["axis"] = AxisConfig };

    private protected override double Desired(double norm) => Rate * Math.Min(Math.Max(norm, least), most) + (1 - Rate) * norm;
}
