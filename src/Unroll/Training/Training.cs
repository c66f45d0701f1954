namespace Unroll;

/// <summary>A compiled model's way to learn: its goal, its optimizer, and what outlives a call of <c>Fit</c>.</summary>
internal sealed class Training(Model model, Goal goal, Optimizer optimizer)
{
    private OptimizerState? _state;
    private BatchStep? _step;

    public Model Model => model;

    public Goal Goal => goal;

    public Optimizer Optimizer => optimizer;

    public OptimizerState State => _state ??= new OptimizerState(optimizer, model.Store);

    /// <summary>Passes over training data so far: each has an order of its own.</summary>
    public int Passes { get; set; }

    public Objective NewObjective() => goal.For(model.Graph);

    /// <summary>What trains on a batch, with the same workspaces as before if the shards are as many.</summary>
    public BatchStep Step(int shards) => _step?.Shards == shards ? _step : _step = new BatchStep(model, optimizer, State, shards);
}
