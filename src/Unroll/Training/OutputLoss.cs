namespace Unroll;

/// <summary>What training makes small at one output of a model, and what it reports of it.</summary>
/// <param name="output">The name of the layer that the output comes from.</param>
/// <param name="loss">What is made small.</param>
public sealed class OutputLoss(string output, Loss loss)
{
    /// <summary>The name of the layer that the output comes from.</summary>
    public string Output { get; } = output;

    /// <summary>What is made small.</summary>
    public Loss Loss { get; } = loss;

    /// <summary>How much the loss counts in the total. Keras: <c>loss_weights</c>.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>What is reported beside the loss; sample weights don't count.</summary>
    public IReadOnlyList<Metric> Metrics { get; init; } = [];

    /// <summary>What is reported with the samples weighted. Keras: <c>weighted_metrics</c>.</summary>
    public IReadOnlyList<Metric> WeightedMetrics { get; init; } = [];
}
