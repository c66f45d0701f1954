namespace Bench;

/// <summary>The lecture's model's loss over the test set.</summary>
internal sealed class LectureEvaluation(Job job) : IRound
{
    private readonly Sequential _model = LectureModel.Create(job.Stories);
    private readonly Dataset _data = LectureModel.Data(Stories.Load(job.Stories).Test);
    private double _loss;

    public void Run() => _loss = _model.Evaluate(_data, job.Batch)["loss"];

    public Outcome Outcome() => new(_loss);

    public void Dispose()
    {
    }
}
