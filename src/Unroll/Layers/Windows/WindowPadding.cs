namespace Unroll;

/// <summary>What a window sees beyond the ends of an axis. Keras: <c>padding</c>.</summary>
public enum WindowPadding
{
    /// <summary>Nothing: windows stay inside.</summary>
    Valid,

    /// <summary>Nothing that counts, at both ends, so that there are length / stride windows.</summary>
    Same,

    /// <summary>Zeros in front, so that a step sees no later one (one axis only).</summary>
    Causal,
}
