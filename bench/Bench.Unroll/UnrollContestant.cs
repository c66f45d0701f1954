namespace Bench;

/// <summary>The library itself.</summary>
internal sealed class UnrollContestant : IContestant
{
    public string Version { get; } = $"Unroll {typeof(Model).Assembly.GetName().Version!.ToString(3)}";

    public IRound Prepare(Job job)
    {
        ComputeOptions.Threads = job.Threads;
        return job.Work switch
        {
            Work.Infer => new Inference(job),
            Work.TrainStep => new TrainingStep(CellModel.Create(job), CellModel.Inputs(job), job.Batch, job.Steps, job.Units),
            Work.LayerStep => new TrainingStep(LayerModel.Create(job), Layers.Inputs(job), Layers.InputShape(job)),
            Work.LayerForward or Work.LayerTraining => new LectureLayers(job),
            Work.TrainEpoch => new LectureTraining(job),
            Work.Evaluate => new LectureEvaluation(job),
            Work.Predict => new LecturePrediction(job),
            _ => LectureLatency.Prepare(job),
        };
    }
}
