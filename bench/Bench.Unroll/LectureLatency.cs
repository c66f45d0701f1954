using System.Numerics.Tensors;

namespace Bench;

/// <summary>One story after the other.</summary>
internal static class LectureLatency
{
    public static IRound Prepare(Job job)
    {
        Sequential model = LectureModel.Create(job.Stories);
        Stories test = Stories.Load(job.Stories).Test;
        Dataset[] stories = [.. Enumerable.Range(0, test.Count).Select(i => Dataset.From(Tensor.Create(test.Story(i), [1, Stories.Length])))];
        var output = new float[LectureWeights.Topics];
        return new OneByOne(test.Count, job.Work == Work.LatencyAfterIdling, i =>
        {
            model.Predict(stories[i], output, 1);
            return output;
        });
    }
}
