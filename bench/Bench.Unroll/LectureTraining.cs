namespace Bench;

/// <summary>An epoch of the lecture's model.</summary>
internal sealed class LectureTraining(Job job) : IRound
{
    private readonly Sequential _model = LectureModel.Create(job.Stories);
    private readonly Dataset _data = LectureModel.Data(Stories.Load(job.Stories).Train);
    private double _loss;

    public void Run() => _loss = _model.Fit(_data, new FitOptions { BatchSize = job.Batch })["loss"][0];

    public Outcome Outcome() => new(_loss);

    public void Dispose()
    {
    }
}
