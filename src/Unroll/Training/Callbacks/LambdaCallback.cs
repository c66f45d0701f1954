namespace Unroll;

/// <summary>A callback of functions. Keras's LambdaCallback.</summary>
public sealed class LambdaCallback : Callback
{
    /// <summary>Called before the first epoch.</summary>
    public Action? TrainBegin { get; init; }

    /// <summary>Called after the last epoch, with its results.</summary>
    public Action<IReadOnlyDictionary<string, double>>? TrainEnd { get; init; }

    /// <summary>Called before an epoch.</summary>
    public Action<int>? EpochBegin { get; init; }

    /// <summary>Called after an epoch, with its results.</summary>
    public Action<int, IDictionary<string, double>>? EpochEnd { get; init; }

    /// <summary>Called before a batch.</summary>
    public Action<int>? BatchBegin { get; init; }

    /// <summary>Called after a batch, with the means over the epoch so far.</summary>
    public Action<int, IReadOnlyDictionary<string, double>>? BatchEnd { get; init; }

    /// <inheritdoc/>
    public override void OnTrainBegin() => TrainBegin?.Invoke();

    /// <inheritdoc/>
    public override void OnTrainEnd(IReadOnlyDictionary<string, double> results) => TrainEnd?.Invoke(results);

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch) => EpochBegin?.Invoke(epoch);

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, IDictionary<string, double> results) => EpochEnd?.Invoke(epoch, results);

    /// <inheritdoc/>
    public override void OnBatchBegin(int batch) => BatchBegin?.Invoke(batch);

    /// <inheritdoc/>
    public override void OnBatchEnd(int batch, IReadOnlyDictionary<string, double> results) => BatchEnd?.Invoke(batch, results);
}
