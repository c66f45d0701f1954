namespace Unroll;

/// <summary>How a model is trained; Keras's arguments of <c>fit</c>.</summary>
public sealed class FitOptions
{
    /// <summary>Samples in a batch.</summary>
    public int BatchSize { get; init => field = AtLeastOne(value, nameof(BatchSize)); } = 32;

    /// <summary>Times that all samples are seen.</summary>
    public int Epochs { get; init => field = AtLeastOne(value, nameof(Epochs)); } = 1;

    /// <summary>Whether the samples come in a new order each epoch. The order follows from the model's seed and the epoch.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>Data that the model is evaluated on after each epoch.</summary>
    public Dataset? Validation { get; init; }

    /// <summary>How much each class counts in the loss; 1 where it isn't named.</summary>
    public IReadOnlyDictionary<int, float>? ClassWeight { get; init; }

    /// <summary>Told after each batch and each epoch, on the training's own thread if it is a plain <see cref="IProgress{T}"/>.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    private static int AtLeastOne(int value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, name);
        return value;
    }
}

/// <summary>How far a training has come.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Epochs">Epochs in all.</param>
/// <param name="Batch">Batches done in this epoch.</param>
/// <param name="Batches">Batches in an epoch.</param>
/// <param name="Elapsed">Time since the epoch began.</param>
/// <param name="Values">Means over the epoch so far, by name; at an epoch's end those of the validation too.</param>
/// <param name="EpochEnded">Whether this is the epoch's last report.</param>
public sealed record TrainingProgress(
    int Epoch, int Epochs, int Batch, int Batches, TimeSpan Elapsed, IReadOnlyDictionary<string, double> Values, bool EpochEnded);
