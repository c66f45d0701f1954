namespace Unroll;

/// <summary>What a callback sees of the training that calls it.</summary>
public sealed class TrainingContext
{
    private readonly OptimizerState _optimizer;

    internal TrainingContext(Model model, OptimizerState optimizer, IReadOnlyDictionary<string, bool> resultNames) =>
        (Model, _optimizer, ResultNames) = (model, optimizer, resultNames);

    /// <summary>The model that is trained.</summary>
    public Model Model { get; }

    /// <summary>Epochs in all.</summary>
    public int Epochs { get; internal init; }

    /// <summary>Batches in an epoch; null where the data don't say.</summary>
    public int? Batches { get; internal init; }

    /// <summary>Whether the training goes on from a checkpoint.</summary>
    public bool IsResumed { get; internal set; }

    /// <summary>Whether the training ends after the batch, or the epoch, at hand. Keras: <c>model.stop_training</c>.</summary>
    public bool StopTraining { get; set; }

    /// <summary>The optimizer's learning rate from the next batch on.</summary>
    /// <exception cref="InvalidOperationException">It is set, but follows a schedule.</exception>
    public double LearningRate { get => _optimizer.LearningRate; set => _optimizer.LearningRate = value; }

    /// <summary>The names of results, and whether a higher value is a better one; <c>val_</c> in front where there is a validation.</summary>
    internal IReadOnlyDictionary<string, bool> ResultNames { get; }

    /// <summary>Whether there are results of a validation.</summary>
    internal bool Validates { get; init; }
}
