using System.Globalization;

namespace Unroll;

/// <summary>
/// Saves the model after each epoch, or every so many batches. Keras's ModelCheckpoint. What a training needs to go on is more than a model:
/// that is <see cref="FitOptions.Checkpoint"/>.
/// </summary>
/// <param name="path">
/// The file, with places for the epoch, from 1, the batch, and results in Keras's format: <c>model-{epoch:02d}-{val_loss:.2f}.safetensors</c>.
/// </param>
public sealed class ModelCheckpoint(string path) : MonitorCallback
{
    private int _epoch;
    private int _batchesSinceSaving;

    /// <summary>Whether a model is saved only if the watched result is the best so far. Keras: <c>save_best_only</c>.</summary>
    public bool SaveBestOnly { get; init; }

    /// <summary>Whether the weights are saved without the config, as <see cref="Model.SaveWeights"/> does. Keras: <c>save_weights_only</c>.</summary>
    public bool SaveWeightsOnly { get; init; }

    /// <summary>Batches after which a model is saved; null to save after each epoch. Keras: <c>save_freq</c>.</summary>
    public int? EveryBatches
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value ?? 1, 1, nameof(EveryBatches));
            field = value;
        }
    }

    /// <summary>A value that the first saved model has to beat. Keras: <c>initial_value_threshold</c>.</summary>
    public double? InitialValueThreshold
    {
        get;
        init => Best = field = value;
    }

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch) => _epoch = epoch;

    /// <inheritdoc/>
    public override void OnBatchEnd(int batch, IReadOnlyDictionary<string, double> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        if (EveryBatches is { } every && ++_batchesSinceSaving >= every)
        {
            _batchesSinceSaving = 0;
            Save(results, batch);
        }
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, IDictionary<string, double> results)
    {
        if (EveryBatches is null)
        {
            Save(results, null);
        }
    }

    /// <inheritdoc/>
    public override void Save(CallbackState state)
    {
        base.Save(state);
        state.Numbers["epoch"] = _epoch;
        state.Numbers["batches"] = _batchesSinceSaving;
    }

    /// <inheritdoc/>
    public override void Load(CallbackState state)
    {
        base.Load(state);
        (_epoch, _batchesSinceSaving) = ((int)state.Numbers["epoch"], (int)state.Numbers["batches"]);
    }

    private void Save(IEnumerable<KeyValuePair<string, double>> results, int? batch)
    {
        string file = FilePattern.Fill(path, _epoch + 1, batch + 1, results);
        if (SaveBestOnly && Watched(results) is { } value)
        {
            string best = Best?.ToString("F5", CultureInfo.InvariantCulture) ?? "None";
            bool improves = Improves(value, Best);
            Tell(improves ? string.Create(CultureInfo.InvariantCulture, $"{Monitor} improved from {best} to {value:F5}, saving model to {file}") : $"{Monitor} did not improve from {best}");
            if (!improves)
            {
                return;
            }
            Best = value;
        }
        else
        {
            Tell($"saving model to {file}");
        }
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }
        if (SaveWeightsOnly)
        {
            Training.Model.SaveWeights(file);
        }
        else
        {
            Training.Model.Save(file);
        }
    }

    private void Tell(string message)
    {
        if (Verbose)
        {
            Say(_epoch, message);
        }
    }
}
