using System.Globalization;

namespace Unroll;

/// <summary>Ends the training when a result has not improved for some epochs. Keras's EarlyStopping.</summary>
public sealed class EarlyStopping : MonitorCallback
{
    private float[][]? _bestWeights;
    private int _wait;

    /// <summary>Epochs without improvement after which the training ends.</summary>
    public int Patience { get; init; }

    /// <summary>A value that has to be beaten, too, before the patience begins anew.</summary>
    public double? Baseline { get; init; }

    /// <summary>Whether the model gets the weights of its best epoch at the end.</summary>
    public bool RestoreBestWeights { get; init; }

    /// <summary>Epochs before the watching begins.</summary>
    public int StartFromEpoch { get; init; }

    /// <summary>The epoch after which the training was ended, from 0; null if it was not.</summary>
    public int? StoppedEpoch { get; private set; }

    /// <summary>The best epoch, from 0.</summary>
    public int BestEpoch { get; private set; }

    /// <inheritdoc/>
    public override void OnTrainBegin() => (_wait, StoppedEpoch, Best, _bestWeights, BestEpoch) = (0, null, null, null, 0);

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, IDictionary<string, double> results)
    {
        if (Watched(results) is not { } value || epoch < StartFromEpoch)
        {
            return;
        }
        if (RestoreBestWeights && _bestWeights is null)
        {
            Keep(epoch);
        }
        _wait++;
        if (Improves(value, Best))
        {
            Best = value;
            Keep(epoch);
            if (Baseline is null || Improves(value, Baseline))
            {
                _wait = 0;
            }
            return;
        }
        if (_wait >= Patience && epoch > 0)
        {
            StoppedEpoch = epoch;
            Training.StopTraining = true;
        }
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(IReadOnlyDictionary<string, double> results)
    {
        if (Verbose && StoppedEpoch is { } stopped)
        {
            Say(stopped, "early stopping");
        }
        if (Verbose && _bestWeights is not null)
        {
            Say(BestEpoch, "the best, whose weights are restored");
        }
        for (int i = 0; _bestWeights is not null && i < _bestWeights.Length; i++)
        {
            Training.Model.Weights[i].Set(_bestWeights[i]);
        }
    }

    /// <inheritdoc/>
    public override void Save(CallbackState state)
    {
        base.Save(state);
        state.Numbers["wait"] = _wait;
        state.Numbers["best_epoch"] = BestEpoch;
        state.Numbers["stopped_epoch"] = StoppedEpoch ?? -1;
        for (int i = 0; _bestWeights is not null && i < _bestWeights.Length; i++)
        {
            state.Arrays[Name(i)] = _bestWeights[i];
        }
    }

    /// <inheritdoc/>
    public override void Load(CallbackState state)
    {
        base.Load(state);
        (_wait, BestEpoch) = ((int)state.Numbers["wait"], (int)state.Numbers["best_epoch"]);
        StoppedEpoch = state.Numbers["stopped_epoch"] is >= 0 and var stopped ? (int)stopped : null;
        _bestWeights = state.Arrays.Count == 0 ? null : [.. Enumerable.Range(0, state.Arrays.Count).Select(i => state.Arrays[Name(i)])];
    }

    private static string Name(int weight) => weight.ToString(CultureInfo.InvariantCulture);

    private void Keep(int epoch)
    {
        BestEpoch = epoch;
        if (RestoreBestWeights)
        {
            _bestWeights = [.. Training.Model.Weights.Select(static w => w.ToArray())];
        }
    }
}
