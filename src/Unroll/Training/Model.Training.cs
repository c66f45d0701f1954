namespace Unroll;

public partial class Model
{
    private Training? _training;
    private int _trainer;

    /// <summary>What <see cref="Compile(Loss, Optimizer?, IReadOnlyList{Metric}?, IReadOnlyList{Metric}?)"/> made; null before it.</summary>
    internal Training? Compilation => _training;

    internal Training Compiled => _training ?? Throw.State<Training>("The model has no loss yet. Call Compile first.");

    /// <summary>Says what training makes small, at each output, how, and what it reports.</summary>
    /// <param name="loss">What is made small.</param>
    /// <param name="optimizer">How the weights follow their gradients; Adam by default.</param>
    /// <param name="metrics">What is reported beside the loss; sample weights don't count.</param>
    /// <param name="weightedMetrics">What is reported with the samples weighted.</param>
    public void Compile(Loss loss, Optimizer? optimizer = null, IReadOnlyList<Metric>? metrics = null, IReadOnlyList<Metric>? weightedMetrics = null)
    {
        ArgumentNullException.ThrowIfNull(loss);
        _training = new Training(this, new Goal(loss, metrics ?? [], weightedMetrics ?? []), optimizer ?? new Adam());
    }

    /// <summary>Says what training makes small at each of several outputs, how, and what it reports.</summary>
    /// <param name="outputs">A loss for each output that has one.</param>
    /// <param name="optimizer">How the weights follow their gradients; Adam by default.</param>
    /// <exception cref="ArgumentException">There are no losses, or two for one output.</exception>
    public void Compile(IReadOnlyList<OutputLoss> outputs, Optimizer? optimizer = null)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        _training = new Training(this, new Goal(outputs), optimizer ?? new Adam());
    }

    /// <summary>Trains the model.</summary>
    /// <param name="x">The inputs, [samples, ...].</param>
    /// <param name="y">The targets, as many.</param>
    /// <param name="options">Batch size, epochs and the rest; Keras's defaults.</param>
    /// <param name="cancellationToken">Ends the training after the batch at hand; the model stays usable.</param>
    /// <returns>What was measured, epoch by epoch.</returns>
    /// <exception cref="ShapeException">Inputs, labels and model don't fit each other.</exception>
    /// <exception cref="NotFiniteNumberException">The loss became NaN or infinite; the message names the batch.</exception>
    public History Fit(DataArray x, DataArray y, FitOptions? options = null, CancellationToken cancellationToken = default) =>
        Fit(Dataset.From(x, y), options, cancellationToken);

    /// <inheritdoc cref="Fit(DataArray, DataArray, FitOptions?, CancellationToken)"/>
    /// <param name="data">Inputs, targets and sample weights.</param>
    /// <param name="options">Batch size, epochs and the rest; Keras's defaults.</param>
    /// <param name="cancellationToken">Ends the training after the batch at hand; the model stays usable.</param>
    /// <exception cref="DataSourceException">A stream of batches failed, ended early or changed its shape.</exception>
    /// <exception cref="CheckpointException">The checkpoint is that of another training; the model is as it was.</exception>
    /// <exception cref="ModelFileException">The checkpoint is damaged.</exception>
    /// <exception cref="InvalidOperationException">The model is not compiled, or is being trained on another thread.</exception>
    public History Fit(Dataset data, FitOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        int thread = Environment.CurrentManagedThreadId, trainer = Interlocked.CompareExchange(ref _trainer, thread, 0);
        if (trainer != 0 && trainer != thread)
        {
            Throw.State("The model is being trained on another thread. Train it on one thread at a time, or give each a model of its own.");
        }
        try
        {
            CheckInputs(data);
            using var loop = new FitLoop(Compiled, data, options ?? new FitOptions(), cancellationToken);
            return loop.Run();
        }
        finally
        {
            Volatile.Write(ref _trainer, trainer);
        }
    }

    /// <summary>The loss and the metrics over data, by name.</summary>
    /// <param name="x">The inputs, [samples, ...].</param>
    /// <param name="y">The targets, as many.</param>
    /// <param name="batchSize">Samples that are computed at once.</param>
    public IReadOnlyDictionary<string, double> Evaluate(DataArray x, DataArray y, int batchSize = 32) => Evaluate(Dataset.From(x, y), batchSize);

    /// <summary>The loss and the metrics over data, by name.</summary>
    /// <param name="data">Inputs, targets and sample weights.</param>
    /// <param name="batchSize">Samples that are computed at once, where the data don't come in batches.</param>
    /// <param name="steps">The most batches; all by default.</param>
    /// <param name="callbacks">Who is told batch by batch.</param>
    public IReadOnlyDictionary<string, double> Evaluate(Dataset data, int batchSize = 32, int? steps = null, IReadOnlyList<Callback>? callbacks = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        CheckInputs(data);
        Objective objective = Compiled.NewObjective();
        using BatchReader reader = BatchReader.Of(data, batchSize);
        Evaluation.Run(this, objective, reader, steps, new CallbackList(callbacks ?? []));
        var results = new Dictionary<string, double>();
        objective.AddTo(results, "");
        return results;
    }

    /// <summary>Builds a model that learns the shape of its input from its first data, and refuses data that don't fit.</summary>
    private void CheckInputs(Dataset data)
    {
        if (!HasGraph || data.Arrays is not null)
        {
            Batch first = data.First();
            if (!HasGraph)
            {
                int[] axes = first.Inputs[0].Dimensions.ToArray();
                axes[0] = Shape.Any;
                BuildFor(new Shape(axes));
            }
            DataCheck.Inputs(this, first);
        }
    }
}
