namespace Bench;

/// <summary>One story after the other.</summary>
internal static class LectureLatency
{
    public static IRound Prepare(Job job)
    {
        var model = new OnnxModel(LectureGraph.Create(job.Stories), "probabilities", job.Threads);
        OnnxBatch[] stories = OnnxBatch.Of(Stories.Load(job.Stories).Test, 1);
        return new OneByOne(stories.Length, job.Work == Work.LatencyAfterIdling, i =>
        {
            model.Run(stories[i].X, stories[i].Y);
            return stories[i].Output;
        });
    }
}
