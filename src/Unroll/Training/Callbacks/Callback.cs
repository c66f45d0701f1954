using System.Globalization;

namespace Unroll;

/// <summary>
/// Somebody who is told how a training goes, and may change it: Keras's <c>Callback</c>. Epochs and batches are numbered from 0, as in Keras.
/// An exception ends the training and reaches the caller of <c>Fit</c>; the model has the weights of the last batch and stays usable.
/// </summary>
public abstract class Callback
{
    private TrainingContext? _training;

    /// <summary>The training that is under way.</summary>
    /// <exception cref="InvalidOperationException">None is.</exception>
    protected TrainingContext Training => _training ?? Throw.State<TrainingContext>($"{GetType().Name} belongs to no training yet. Pass it to Fit.");

    /// <summary>Before the first epoch.</summary>
    public virtual void OnTrainBegin()
    {
    }

    /// <summary>After the last epoch, with its results; not after an exception.</summary>
    public virtual void OnTrainEnd(IReadOnlyDictionary<string, double> results)
    {
    }

    /// <summary>Before an epoch.</summary>
    public virtual void OnEpochBegin(int epoch)
    {
    }

    /// <summary>After an epoch and its validation; what is added to the results goes to the history.</summary>
    public virtual void OnEpochEnd(int epoch, IDictionary<string, double> results)
    {
    }

    /// <summary>Before a batch of the training. Keras: <c>on_train_batch_begin</c>.</summary>
    public virtual void OnBatchBegin(int batch)
    {
    }

    /// <summary>After a batch of the training, with the means over the epoch so far. Keras: <c>on_train_batch_end</c>.</summary>
    public virtual void OnBatchEnd(int batch, IReadOnlyDictionary<string, double> results)
    {
    }

    /// <summary>Before an evaluation, that of the validation too.</summary>
    public virtual void OnTestBegin()
    {
    }

    /// <summary>After an evaluation.</summary>
    public virtual void OnTestEnd(IReadOnlyDictionary<string, double> results)
    {
    }

    /// <summary>Before a batch of an evaluation.</summary>
    public virtual void OnTestBatchBegin(int batch)
    {
    }

    /// <summary>After a batch of an evaluation, with the means so far.</summary>
    public virtual void OnTestBatchEnd(int batch, IReadOnlyDictionary<string, double> results)
    {
    }

    /// <summary>Before a prediction.</summary>
    public virtual void OnPredictBegin()
    {
    }

    /// <summary>After a prediction.</summary>
    public virtual void OnPredictEnd()
    {
    }

    /// <summary>Before a batch of a prediction.</summary>
    public virtual void OnPredictBatchBegin(int batch)
    {
    }

    /// <summary>After a batch of a prediction.</summary>
    public virtual void OnPredictBatchEnd(int batch)
    {
    }

    /// <summary>Puts what has to outlive the process into a checkpoint.</summary>
    public virtual void Save(CallbackState state)
    {
    }

    /// <summary>Takes it out again, after <see cref="OnTrainBegin"/>.</summary>
    public virtual void Load(CallbackState state)
    {
    }

    /// <summary>Writes a line to the console, as Keras's callbacks do where they are verbose: numbered from 1, below a bar that may stand there.</summary>
    private protected static void Say(int epoch, string message) => Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nEpoch {epoch + 1}: {message}"));

    internal void Attach(TrainingContext training) => _training = training;
}
