namespace Unroll;

/// <summary>What a callback keeps in a checkpoint: numbers and arrays by name.</summary>
public sealed class CallbackState
{
    /// <summary>Single numbers.</summary>
    public IDictionary<string, double> Numbers { get; init; } = new Dictionary<string, double>();

    /// <summary>Arrays, such as weights.</summary>
    public IDictionary<string, float[]> Arrays { get; init; } = new Dictionary<string, float[]>();
}
