using System.Globalization;

namespace Unroll;

/// <summary>Sets the learning rate before each epoch. Keras's LearningRateScheduler.</summary>
/// <param name="schedule">The epoch, from 0, and the learning rate so far, to the one from then on.</param>
public sealed class LearningRateScheduler(Func<int, double, double> schedule) : Callback
{
    /// <summary>Whether the learning rates are written to the console. Keras: <c>verbose</c>.</summary>
    public bool Verbose { get; init; }

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch)
    {
        Training.LearningRate = schedule(epoch, Training.LearningRate);
        if (Verbose)
        {
            Say(epoch, string.Create(CultureInfo.InvariantCulture, $"LearningRateScheduler setting learning rate to {Training.LearningRate}."));
        }
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, IDictionary<string, double> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        results["learning_rate"] = Training.LearningRate;
    }
}
