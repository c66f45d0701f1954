using System.Diagnostics;

namespace Unroll;

/// <summary>
/// Writes what a training measures as event files, for TensorBoard to show: those of the training in <c>train</c>, those of the validation in
/// <c>validation</c>. Keras's TensorBoard, without graphs, pictures and profiles.
/// </summary>
/// <param name="folder">The folder of the run. Keras: <c>log_dir</c>.</param>
public sealed class TensorBoard(string folder) : Callback
{
    private readonly EventFile _train = new(Path.Combine(folder, "train"));
    private readonly EventFile _validation = new(Path.Combine(folder, "validation"));
    private long _batches;
    private long _batchesBefore;
    private long _epochStart;

    /// <summary>Batches from one record of the running means to the next; null for records of epochs alone. Keras: <c>update_freq</c>.</summary>
    public int? EveryBatches
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value ?? 1, 1, nameof(EveryBatches));
            field = value;
        }
    }

    /// <summary>Epochs from one histogram of the weights to the next; 0 for none. Keras: <c>histogram_freq</c>.</summary>
    public int HistogramFrequency
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(HistogramFrequency));
            field = value;
        }
    }

    /// <summary>Whether the speed is recorded. Keras: <c>write_steps_per_second</c>.</summary>
    public bool WriteStepsPerSecond { get; init; }

    /// <inheritdoc/>
    public override void OnTrainBegin()
    {
        _batches = 0;
        long seconds = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        _train.Begin(seconds, Environment.ProcessId);
        _validation.Begin(seconds, Environment.ProcessId);
    }

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch) => (_epochStart, _batchesBefore) = (Stopwatch.GetTimestamp(), Training.Iterations);

    /// <inheritdoc/>
    public override void OnBatchEnd(int batch, IReadOnlyDictionary<string, double> results)
    {
        _batches++;
        if (EveryBatches is { } every && _batches % every == 0)
        {
            _train.Add(_batches, Scalars("batch_", "", results));
        }
    }

    /// <inheritdoc/>
    public override void OnTestEnd(IReadOnlyDictionary<string, double> results) =>
        _validation.Add(Training.Iterations, Scalars("evaluation_", "_vs_iterations", results));

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, IDictionary<string, double> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        const string validation = "val_";
        var train = new Dictionary<string, double>(results.Where(static r => !r.Key.StartsWith(validation, StringComparison.Ordinal))) { ["learning_rate"] = Training.LearningRate };
        if (WriteStepsPerSecond)
        {
            train["steps_per_second"] = (Training.Iterations - _batchesBefore) / Stopwatch.GetElapsedTime(_epochStart).TotalSeconds;
        }
        _train.Add(epoch, Scalars("epoch_", "", train));
        KeyValuePair<string, double>[] measured = [.. results.Where(static r => r.Key.StartsWith(validation, StringComparison.Ordinal)).Select(static r => new KeyValuePair<string, double>(r.Key[validation.Length..], r.Value))];
        if (measured.Length > 0)
        {
            _validation.Add(epoch, Scalars("epoch_", "", measured));
        }
        if (HistogramFrequency > 0 && epoch % HistogramFrequency == 0)
        {
            _train.Add(epoch, Training.Model.Weights.Select(static w => EventValue.Histogram($"{w.Name}/histogram", w.ToArray())));
        }
    }

    /// <inheritdoc/>
    public override void Save(CallbackState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Numbers["batches"] = _batches;
        _train.Save(state, "train");
        _validation.Save(state, "validation");
    }

    /// <summary>Goes on in the same files, without what was written after the checkpoint.</summary>
    public override void Load(CallbackState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _batches = (long)state.Numbers["batches"];
        _train.Load(state, "train");
        _validation.Load(state, "validation");
        (_epochStart, _batchesBefore) = (Stopwatch.GetTimestamp(), Training.Iterations);
    }

    private static IEnumerable<EventValue> Scalars(string before, string after, IEnumerable<KeyValuePair<string, double>> results) =>
        results.OrderBy(static r => r.Key, StringComparer.Ordinal).Select(r => EventValue.Scalar(before + r.Key + after, r.Value));
}
