namespace Unroll;

/// <summary>
/// One batch of training: forward, loss, backward, optimizer. A batch may be cut into shards, each with a workspace of its own;
/// its gradient is the shards' sum in order, so that the bits depend on the number of shards, not on who computes them.
/// </summary>
internal sealed class BatchStep
{
    private readonly ModelRun[] _runs;
    private readonly OptimizerState _optimizer;

    public BatchStep(Model model, Optimizer optimizer, OptimizerState state, int shards)
    {
        if (shards > 1 && model.Layers.FirstOrDefault(static l => l.IsStateful) is { } stateful)
        {
            Throw.Argument($"{stateful} keeps a state from batch to batch, which {shards} shards of a batch can't share. Train it with 1 shard.");
        }
        _optimizer = state;
        _runs = new ModelRun[shards];
        for (int s = 0; s < shards; s++)
        {
            _runs[s] = new ModelRun(model) { TakesSquares = optimizer.SquaresGradients, Regularizes = true };
        }
    }

    /// <summary>How many shards a batch is cut into.</summary>
    public int Shards => _runs.Length;

    /// <summary>Trains on a batch. Where its loss is not finite the weights stay as they are.</summary>
    public void Train(Batch batch, ReadOnlySpan<int> samples, Objective objective, IReadOnlyDictionary<int, float>? classWeight, IReadOnlySet<Parameter> frozen)
    {
        ReadOnlySpan<ModelRun> runs = _runs.AsSpan(0, Math.Min(_runs.Length, samples.Length));
        double penalty = runs[0].WeightPenalty(frozen);
        for (int s = 0; s < runs.Length; s++)
        {
            ModelRun run = runs[s];
            (int from, int to) = Rows(samples.Length, s, runs.Length);
            run.Step = ((ulong)_optimizer.Steps * (ulong)_runs.Length) + (ulong)s;
            run.WholeBatch = samples.Length;
            Model.Load(run, batch, samples[from..to]);
            run.Forward(training: true, keep: true);
            penalty += run.ActivityPenalty();
        }
        objective.Update(runs, batch, samples, classWeight, gradient: true, penalty);
        if (!double.IsFinite(objective.BatchLoss))
        {
            return;
        }
        for (int s = 0; s < runs.Length; s++)
        {
            runs[s].Backward();
            if (s > 0)
            {
                runs[0].AddGradients(runs[s]);
            }
        }
        runs[0].AddPenaltyGradients();
        _optimizer.Step(runs[0], frozen);
    }

    private static (int From, int To) Rows(int rows, int shard, int shards) =>
        ((int)((long)rows * shard / shards), (int)((long)rows * (shard + 1) / shards));
}
