namespace Unroll;

/// <summary>
/// Ends the training when the loss becomes NaN or infinite, where <c>Fit</c> would throw. Keras's TerminateOnNaN. The weights stay those of the batch before.
/// </summary>
public sealed class TerminateOnNaN : Callback
{
    /// <inheritdoc/>
    public override void OnBatchEnd(int batch, IReadOnlyDictionary<string, double> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        if (!double.IsFinite(results["loss"]))
        {
            Training.StopTraining = true;
        }
    }
}
