namespace Unroll;

/// <summary>How far a training has come.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Epochs">Epochs in all.</param>
/// <param name="Batch">Batches done in this epoch.</param>
/// <param name="Batches">Batches in an epoch; 0 while the data don't say.</param>
/// <param name="Elapsed">Time since the epoch began.</param>
/// <param name="Values">Means over the epoch so far, by name; at an epoch's end those of the validation too.</param>
/// <param name="EpochEnded">Whether this is the epoch's last report.</param>
public sealed record TrainingProgress(
    int Epoch, int Epochs, int Batch, int Batches, TimeSpan Elapsed, IReadOnlyDictionary<string, double> Values, bool EpochEnded);
