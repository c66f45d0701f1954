namespace Bench;

/// <summary>The lecture's model's probabilities for the test set.</summary>
internal sealed class LecturePrediction(Job job) : IRound
{
    private readonly OnnxModel _model = new(LectureGraph.Create(job.Stories), "probabilities", job.Threads);
    private readonly OnnxBatch[] _batches = OnnxBatch.Of(Stories.Load(job.Stories).Test, job.Batch);

    public void Run()
    {
        foreach (OnnxBatch batch in _batches)
        {
            _model.Run(batch.X, batch.Y);
        }
    }

    public Outcome Outcome() => new(_batches.Sum(static b => Numbers.SumOfSquares(b.Output)));

    public void Dispose()
    {
        foreach (OnnxBatch batch in _batches)
        {
            batch.Dispose();
        }
        _model.Dispose();
    }
}
