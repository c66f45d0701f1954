using System.Diagnostics;

namespace Unroll;

/// <summary>A compiled model's way to learn: its loss, its optimizer's state, and the loop over epochs and batches.</summary>
internal sealed class Training(Model model, Loss loss, Optimizer optimizer, IReadOnlyList<Metric> metrics)
{
    private readonly Objective _objective = new(loss, metrics);
    private ModelRun? _run;
    private OptimizerState? _state;
    private int _epochsSeen;

    public Loss Loss => loss;

    public Optimizer Optimizer => optimizer;

    public IReadOnlyList<Metric> Metrics => metrics;

    private ModelRun Run => _run ??= new ModelRun(model) { TakesSquares = optimizer.SquaresGradients, Regularizes = true };

    private OptimizerState State => _state ??= new OptimizerState(optimizer, model.Store);

    public History Fit(Dataset data, FitOptions options, CancellationToken cancellationToken)
    {
        var history = new History();
        for (int epoch = 1; epoch <= options.Epochs; epoch++)
        {
            long start = Stopwatch.GetTimestamp();
            if (!FitEpoch(data, options, epoch, start, cancellationToken))
            {
                history.StopReason = StopReason.Cancelled;
                break;
            }
            var results = new Dictionary<string, double>();
            _objective.AddTo(results, "");
            if (options.Validation is not null)
            {
                Evaluate(options.Validation, options.BatchSize, "val_", results);
            }
            history.Add(results, Stopwatch.GetElapsedTime(start));
            int batches = Batches(data, options);
            options.Progress?.Report(new TrainingProgress(epoch, options.Epochs, batches, batches, Stopwatch.GetElapsedTime(start), results, EpochEnded: true));
        }
        _state?.Finish();
        return history;
    }

    public void Evaluate(Dataset data, int batchSize, string prefix, IDictionary<string, double> results)
    {
        HashSet<Parameter> frozen = Frozen();
        ModelRun run = model.Rent();
        try
        {
            var objective = new Objective(loss, metrics);
            int[] samples = [.. Enumerable.Range(0, data.Count)];
            for (int from = 0; from < data.Count; from += batchSize)
            {
                ReadOnlySpan<int> batch = samples.AsSpan(from, Math.Min(batchSize, data.Count - from));
                Model.Load(run, data, batch);
                run.Forward(training: false, keep: false);
                objective.Update(run.Outputs[0], data, batch, null, gradient: false, run.Penalty(frozen));
            }
            objective.AddTo(results, prefix);
        }
        finally
        {
            model.Return(run);
        }
    }

    private HashSet<Parameter> Frozen() => [.. model.Layers.SelectMany(static l => l.Weights.Where(w => !l.Trainable || !w.Trains))];

    private static int Batches(Dataset data, FitOptions options) => (data.Count + options.BatchSize - 1) / options.BatchSize;

    /// <returns>Whether the epoch ran to its end.</returns>
    private bool FitEpoch(Dataset data, FitOptions options, int epoch, long start, CancellationToken cancellationToken)
    {
        int[] order = [.. Enumerable.Range(0, data.Count)];
        if (options.Shuffle)
        {
            new Philox(model.Seed, RandomStreams.Shuffle).Shuffle(order, (ulong)_epochsSeen);
        }
        _epochsSeen++;
        _objective.Reset();
        HashSet<Parameter> frozen = Frozen();
        int batches = Batches(data, options);
        for (int b = 0; b < batches; b++)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return false;
            }
            int from = b * options.BatchSize;
            FitBatch(data, order.AsSpan(from, Math.Min(options.BatchSize, data.Count - from)), options.ClassWeight, frozen);
            if (!double.IsFinite(_objective.BatchLoss))
            {
                Throw.Number($"The loss became {_objective.BatchLoss.ToString(System.Globalization.CultureInfo.InvariantCulture)} at batch {b + 1} of {batches} in epoch {epoch}. Look for NaN in the data or the weights, or lower the learning rate.");
            }
            if (options.Progress is not null)
            {
                var values = new Dictionary<string, double>();
                _objective.AddTo(values, "");
                options.Progress.Report(new TrainingProgress(epoch, options.Epochs, b + 1, batches, Stopwatch.GetElapsedTime(start), values, EpochEnded: false));
            }
        }
        return true;
    }

    private void FitBatch(Dataset data, ReadOnlySpan<int> batch, IReadOnlyDictionary<int, float>? classWeight, HashSet<Parameter> frozen)
    {
        ModelRun run = Run;
        run.Step = (ulong)State.Steps;
        Model.Load(run, data, batch);
        run.Forward(training: true, keep: true);
        _objective.Update(run.Outputs[0], data, batch, classWeight, gradient: true, run.Penalty(frozen));
        if (double.IsFinite(_objective.BatchLoss))
        {
            run.Backward();
            State.Step(run, frozen);
        }
    }
}
