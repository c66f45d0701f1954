using TorchSharp;

namespace Bench;

/// <summary>libtorch through TorchSharp.</summary>
internal sealed class TorchContestant : IContestant
{
    public string Version { get; } = $"libtorch {torch.__version__}";

    public IRound Prepare(Job job)
    {
        torch.set_num_threads(job.Threads);
        return job.Work switch
        {
            Work.Infer => new Inference(job),
            Work.TrainStep => TrainingStep.OfCell(job),
            Work.LayerStep => TrainingStep.OfLayer(job),
            Work.TrainEpoch => new LectureTraining(job),
            Work.Evaluate => new LectureEvaluation(job),
            Work.Predict => new LecturePrediction(job),
            Work.Latency or Work.LatencyAfterIdling => LectureLatency.Prepare(job),
            _ => throw new NotSupportedException($"libtorch doesn't take part in {job.Work}."),
        };
    }
}
