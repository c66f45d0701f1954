namespace Unroll;

/// <summary>The evaluation after an epoch.</summary>
internal sealed class ValidationPass(Training training, Dataset data, FitOptions options)
{
    private readonly Objective _objective = training.NewObjective();

    /// <summary>What to train on and what to validate on: the set that is given, else the last samples, as in Keras.</summary>
    public static (Dataset Training, Dataset? Validation) Split(Dataset data, FitOptions options)
    {
        if (options.Validation is not null || options.ValidationSplit == 0)
        {
            return (data, options.Validation);
        }
        if (data.Arrays is not { } arrays)
        {
            return Throw.Argument<(Dataset, Dataset?)>("A stream of batches can't be split for validation. Give Fit a Validation.");
        }
        int at = (int)Math.Floor(arrays.Count * (1 - options.ValidationSplit));
        if (at == 0 || at == arrays.Count)
        {
            Throw.Argument($"{arrays.Count} samples are too few for a validation split of {options.ValidationSplit.ToString(System.Globalization.CultureInfo.InvariantCulture)}. Give more samples, or another part.");
        }
        return (Dataset.From(arrays.Slice(0, at)), Dataset.From(arrays.Slice(at, arrays.Count)));
    }

    public void Run(IDictionary<string, double> results, CallbackList callbacks)
    {
        using BatchReader reader = BatchReader.Of(data, options.ValidationBatchSize ?? options.BatchSize);
        Evaluation.Run(training.Model, _objective, reader, options.ValidationSteps, callbacks);
        _objective.AddTo(results, "val_");
    }
}
