namespace Unroll;

/// <summary>
/// Where a training is kept. <c>Fit</c> with a checkpoint that is there goes on from it, and ends with the same bits as a run that nobody interrupted;
/// with one of a training that is done it only gives back its results. It is written after each epoch, and in between as often as asked.
/// </summary>
/// <param name="path">The <c>.safetensors</c> file; <see cref="Model.Load(string)"/> reads the model out of it.</param>
public sealed class CheckpointOptions(string path)
{
    /// <summary>The file.</summary>
    public string Path { get; } = path;

    /// <summary>Batches from one checkpoint to the next within an epoch.</summary>
    public int? EveryBatches
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value ?? 1, 1, nameof(EveryBatches));
            field = value;
        }
    }

    /// <summary>Time from one checkpoint to the next within an epoch.</summary>
    public TimeSpan? Every { get; init; }
}
