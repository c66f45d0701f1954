namespace Unroll;

/// <summary>A metric's running state, owned by the training. <c>default</c> is a fresh one.</summary>
internal struct MetricState
{
    /// <summary>The weighted sum of the values so far.</summary>
    public double Total;

    /// <summary>The sum of the weights so far.</summary>
    public double Count;
}
