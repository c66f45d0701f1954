using TorchSharp;

namespace Bench;

/// <summary>One story after the other.</summary>
internal static class LectureLatency
{
    public static IRound Prepare(Job job)
    {
        var model = new LectureModule(job.Stories);
        Stories test = Stories.Load(job.Stories).Test;
        torch.Tensor[] stories = [.. LectureBatches.Of(test, 1).Select(static b => b.Tokens)];
        return new OneByOne(test.Count, job.Work == Work.LatencyAfterIdling, i =>
        {
            using var free = torch.inference_mode();
            using var scope = torch.NewDisposeScope();
            return model.Probabilities(stories[i]).data<float>().ToArray();
        });
    }
}
