using Microsoft.ML.OnnxRuntime;

namespace Bench;

/// <summary>ONNX Runtime on the processor.</summary>
internal sealed class OnnxContestant : IContestant
{
    public string Version { get; } = $"ONNX Runtime {OrtEnv.Instance().GetVersionString()}";

    public IRound Prepare(Job job) => job.Work switch
    {
        Work.Infer => new Inference(job),
        Work.Predict => new LecturePrediction(job),
        Work.Latency or Work.LatencyAfterIdling => LectureLatency.Prepare(job),
        _ => throw new NotSupportedException($"ONNX Runtime doesn't take part in {job.Work}."),
    };
}
