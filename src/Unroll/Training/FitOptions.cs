namespace Unroll;

/// <summary>How a model is trained; Keras's arguments of <c>fit</c>.</summary>
public sealed class FitOptions
{
    /// <summary>Samples in a batch, where the data don't come in batches.</summary>
    public int BatchSize { get; init => field = AtLeastOne(value, nameof(BatchSize)); } = 32;

    /// <summary>The epoch to end with, from 1: times that all samples are seen.</summary>
    public int Epochs { get; init => field = AtLeastOne(value, nameof(Epochs)); } = 1;

    /// <summary>Epochs that count as done before the first.</summary>
    public int InitialEpoch
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(InitialEpoch));
            field = value;
        }
    }

    /// <summary>Batches in an epoch; all of the data's by default. The next epoch goes on where one ended.</summary>
    public int? StepsPerEpoch { get; init => field = AtLeastOne(value, nameof(StepsPerEpoch)); }

    /// <summary>Whether the samples come in a new order each epoch. The order follows from the model's seed and the epoch. Batches of a stream keep theirs.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>Data that the model is evaluated on after each epoch.</summary>
    public Dataset? Validation { get; init; }

    /// <summary>The part of the samples, the last ones, that is held back for validation, if no <see cref="Validation"/> is given.</summary>
    public double ValidationSplit
    {
        get;
        init => field = value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(ValidationSplit), value, "A part of the samples is from 0 to below 1.");
    }

    /// <summary>Samples in a batch of the validation; <see cref="BatchSize"/> by default.</summary>
    public int? ValidationBatchSize { get; init => field = AtLeastOne(value, nameof(ValidationBatchSize)); }

    /// <summary>The most batches of a validation; all by default.</summary>
    public int? ValidationSteps { get; init => field = AtLeastOne(value, nameof(ValidationSteps)); }

    /// <summary>Epochs from one validation to the next. Keras: <c>validation_freq</c>.</summary>
    public int ValidationFrequency { get; init => field = AtLeastOne(value, nameof(ValidationFrequency)); } = 1;

    /// <summary>How much each class counts in the loss; 1 where it isn't named.</summary>
    public IReadOnlyDictionary<int, float>? ClassWeight { get; init; }

    /// <summary>Who is told how the training goes, and may change it.</summary>
    public IReadOnlyList<Callback> Callbacks { get; init; } = [];

    /// <summary>Where the training is kept, so that the same call goes on after the process was ended.</summary>
    public CheckpointOptions? Checkpoint { get; init; }

    /// <summary>Parts that a batch is cut into: its gradient is their sum in order, the same bits whoever computes them.</summary>
    public int Shards { get; init => field = AtLeastOne(value, nameof(Shards)); } = 1;

    /// <summary>Told after each batch and each epoch, on the training's own thread if it is a plain <see cref="IProgress{T}"/>.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>What is written to the console; nothing by default.</summary>
    public Verbosity Verbose { get; init; }

    private static int AtLeastOne(int value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, name);
        return value;
    }

    private static int? AtLeastOne(int? value, string name) => value is null ? null : AtLeastOne(value.Value, name);
}
