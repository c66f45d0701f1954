using System.Globalization;

namespace Unroll;

/// <summary>Lowers the learning rate when a result has not improved for some epochs. Keras's ReduceLROnPlateau.</summary>
public sealed class ReduceLROnPlateau : MonitorCallback
{
    private int _wait;
    private int _cooldown;

    /// <summary>A watcher of <c>val_loss</c> that wants improvements of 0.0001.</summary>
    public ReduceLROnPlateau() => MinDelta = 1e-4;

    /// <summary>What the learning rate is multiplied by, below 1.</summary>
    public double Factor
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(value, 1, nameof(Factor));
            field = value;
        }
    } = 0.1;

    /// <summary>Epochs without improvement after which it is lowered.</summary>
    public int Patience { get; init; } = 10;

    /// <summary>Epochs after that in which the lack of improvement doesn't count.</summary>
    public int Cooldown { get; init; }

    /// <summary>The least that it is lowered to. Keras: <c>min_lr</c>.</summary>
    public double MinLearningRate { get; init; }

    /// <inheritdoc/>
    public override void OnTrainBegin() => (_wait, _cooldown, Best) = (0, 0, null);

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, IDictionary<string, double> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        results["learning_rate"] = Training.LearningRate;
        if (Watched(results) is not { } value)
        {
            return;
        }
        if (_cooldown > 0)
        {
            _cooldown--;
            _wait = 0;
        }
        if (Improves(value, Best))
        {
            Best = value;
            _wait = 0;
        }
        else if (_cooldown == 0 && ++_wait >= Patience && Training.LearningRate > MinLearningRate)
        {
            Training.LearningRate = Math.Max(Training.LearningRate * Factor, MinLearningRate);
            (_cooldown, _wait) = (Cooldown, 0);
            if (Verbose)
            {
                Say(epoch, string.Create(CultureInfo.InvariantCulture, $"ReduceLROnPlateau reducing learning rate to {Training.LearningRate}."));
            }
        }
    }

    /// <inheritdoc/>
    public override void Save(CallbackState state)
    {
        base.Save(state);
        state.Numbers["wait"] = _wait;
        state.Numbers["cooldown"] = _cooldown;
    }

    /// <inheritdoc/>
    public override void Load(CallbackState state)
    {
        base.Load(state);
        (_wait, _cooldown) = ((int)state.Numbers["wait"], (int)state.Numbers["cooldown"]);
    }
}
