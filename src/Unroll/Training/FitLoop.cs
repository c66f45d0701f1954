using System.Diagnostics;
using System.Globalization;

namespace Unroll;

/// <summary>One call of <c>Fit</c>: epochs of batches, each epoch's validation, and whom to tell.</summary>
internal sealed class FitLoop : IDisposable
{
    private readonly FitOptions _options;
    private readonly Training _training;
    private readonly BatchStep _step;
    private readonly ValidationPass? _validation;
    private readonly Checkpoint? _checkpoint;
    private readonly IProgress<TrainingProgress>[] _progress;
    private readonly CancellationToken _stop;
    private HashSet<Parameter> _frozen = [];
    private long _epochStart;

    public FitLoop(Training training, Dataset data, FitOptions options, CancellationToken stop)
    {
        (_training, _options, _stop) = (training, options, stop);
        (data, Dataset? validation) = ValidationPass.Split(data, options);
        Objective = training.NewObjective();
        Reader = BatchReader.Of(data, options.BatchSize, options.Shuffle ? new Philox(Model.Seed, RandomStreams.Shuffle) : null, options.Checkpoint is not null);
        Reader.Seek(training.Passes, 0, "");
        _step = training.Step(options.Shards);
        _validation = validation is null ? null : new ValidationPass(training, validation, options);
        Callbacks = new CallbackList(options.Callbacks);
        Context = new TrainingContext(Model, training.State, Objective.ResultNames)
        {
            Epochs = options.Epochs,
            Batches = options.StepsPerEpoch ?? Reader.BatchesInPass,
            Validates = validation is not null,
        };
        _progress = [.. ProgressOf(options)];
        Epoch = options.InitialEpoch;
        _checkpoint = options.Checkpoint is null ? null : new Checkpoint(this, options.Checkpoint, CheckpointIdentity.Of(Model, data, validation, options));
    }

    public Model Model => _training.Model;

    public OptimizerState Optimizer => _training.State;

    public Objective Objective { get; }

    public BatchReader Reader { get; }

    public CallbackList Callbacks { get; }

    public TrainingContext Context { get; }

    public History History { get; } = new();

    /// <summary>Epochs done.</summary>
    public int Epoch { get; set; }

    /// <summary>Batches done in the epoch at hand.</summary>
    public int Batch { get; set; }

    /// <summary>The results of the last epoch.</summary>
    public Dictionary<string, double> LastResults { get; set; } = [];

    /// <summary>The time since the epoch at hand began.</summary>
    public TimeSpan Elapsed
    {
        get => Stopwatch.GetElapsedTime(_epochStart);
        set => _epochStart = Stopwatch.GetTimestamp() - (long)(value.TotalSeconds * Stopwatch.Frequency);
    }

    public History Run()
    {
        _frozen = Model.FrozenWeights;
        Context.IsResumed = _checkpoint?.Exists ?? false;
        Callbacks.TrainBegin(Context);
        _checkpoint?.Restore();
        bool cancelled = false;
        while (Epoch < _options.Epochs && !Context.StopTraining && !cancelled)
        {
            cancelled = !RunBatches();
            if (!cancelled)
            {
                EndEpoch();
            }
            _checkpoint?.Write();
        }
        History.StopReason = cancelled ? StopReason.Cancelled : Context.StopTraining ? StopReason.Stopped : StopReason.Completed;
        Optimizer.Finish(_frozen);
        Callbacks.TrainEnd(LastResults);
        return History;
    }

    /// <summary>Ends the reading. A pass that was begun counts as done.</summary>
    public void Dispose()
    {
        _training.Passes = Reader.Pass + (Reader.BatchInPass > 0 ? 1 : 0);
        Reader.Dispose();
    }

    /// <returns>Whether the epoch ran to its end.</returns>
    private bool RunBatches()
    {
        _frozen = Model.FrozenWeights;
        if (Batch == 0)
        {
            Elapsed = TimeSpan.Zero;
            Objective.Reset();
            Callbacks.EpochBegin(Epoch);
        }
        while (!Context.StopTraining)
        {
            if (_stop.IsCancellationRequested)
            {
                return false;
            }
            if (!NextBatch())
            {
                break;
            }
            Callbacks.BatchBegin(Batch);
            _step.Train(Reader.Batch, Reader.Samples, Objective, _options.ClassWeight, _frozen);
            Callbacks.BatchEnd(Batch, Objective);
            Batch++;
            RequireFiniteLoss();
            Report(null);
            _checkpoint?.AfterBatch();
        }
        return true;
    }

    /// <returns>False at the end of the epoch.</returns>
    private bool NextBatch()
    {
        if (Batch == _options.StepsPerEpoch)
        {
            return false;
        }
        bool next = Reader.Next();
        if (!next && Batch > 0 && _options.StepsPerEpoch is null)
        {
            return false;
        }
        // A pass ended with the epoch before, or the samples begin again in the middle of this one.
        if (!next && (Batch == 0 || Reader.Repeats))
        {
            next = Reader.Next();
        }
        if (!next)
        {
            string wanted = _options.StepsPerEpoch is { } steps ? string.Create(CultureInfo.InvariantCulture, $"{steps} that StepsPerEpoch asks for") : "1 or more";
            Throw.Data($"The data source ended after {Batch} batches of epoch {Epoch + 1}, but expected {wanted}. Give more data, or fewer steps.");
        }
        CheckBatch();
        return true;
    }

    private void EndEpoch()
    {
        var results = new Dictionary<string, double>();
        Objective.AddTo(results, "");
        if ((Epoch + 1) % _options.ValidationFrequency == 0)
        {
            _validation?.Run(results, Callbacks);
        }
        Callbacks.EpochEnd(Epoch, results);
        History.Add(results, Elapsed);
        LastResults = results;
        Report(results);
        (Epoch, Batch) = (Epoch + 1, 0);
    }

    private void CheckBatch()
    {
        try
        {
            DataCheck.Inputs(Model, Reader.Batch);
        }
        catch (ShapeException e) when (!Reader.Repeats)
        {
            Throw.Data(string.Create(CultureInfo.InvariantCulture, $"Batch {Batch + 1} of epoch {Epoch + 1} doesn't fit the model: {e.Message}"), e);
        }
    }

    // What a callback was told of, it may have ended the training for.
    private void RequireFiniteLoss()
    {
        if (!double.IsFinite(Objective.BatchLoss) && !Context.StopTraining)
        {
            string of = Context.Batches is { } batches ? string.Create(CultureInfo.InvariantCulture, $" of {batches}") : "";
            Throw.Number(string.Create(CultureInfo.InvariantCulture, $"The loss became {Objective.BatchLoss} at batch {Batch}{of} in epoch {Epoch + 1}. Look for NaN in the data or the weights, or lower the learning rate."));
        }
    }

    private void Report(Dictionary<string, double>? epoch)
    {
        if (_progress.Length == 0)
        {
            return;
        }
        Dictionary<string, double> values = epoch ?? [];
        if (epoch is null)
        {
            Objective.AddTo(values, "");
        }
        var progress = new TrainingProgress(Epoch + 1, _options.Epochs, Batch, Context.Batches ?? 0, Elapsed, values, epoch is not null);
        foreach (IProgress<TrainingProgress> listener in _progress)
        {
            listener.Report(progress);
        }
    }

    private static IEnumerable<IProgress<TrainingProgress>> ProgressOf(FitOptions options)
    {
        if (options.Progress is not null)
        {
            yield return options.Progress;
        }
        if (options.Verbose != Verbosity.Silent)
        {
            yield return new ConsoleProgress(options.Verbose, Console.Out);
        }
    }
}
