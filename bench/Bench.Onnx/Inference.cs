namespace Bench;

/// <summary>A layer's output.</summary>
internal sealed class Inference(Job job) : IRound
{
    private readonly OnnxModel _model = new(CellGraph.Create(job), "sequence", job.Threads);
    private readonly OnnxBatch _batch = OnnxBatch.OfCell(job);

    public void Run() => _model.Run(_batch.X, _batch.Y);

    public Outcome Outcome() => new(Numbers.SumOfSquares(_batch.Output));

    public void Dispose()
    {
        _batch.Dispose();
        _model.Dispose();
    }
}
