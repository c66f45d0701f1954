using Microsoft.ML.OnnxRuntime;

namespace Bench;

/// <summary>An input with room for its output.</summary>
internal sealed class OnnxBatch : IDisposable
{
    private OnnxBatch(OrtValue x, float[] output, long[] shape)
    {
        (X, Output) = (x, output);
        Y = OrtValue.CreateTensorValueFromMemory(output, shape);
    }

    public OrtValue X { get; }

    public OrtValue Y { get; }

    public float[] Output { get; }

    /// <summary>Dense inputs, [steps, batch, units], and every step's output.</summary>
    public static OnnxBatch OfCell(Job job)
    {
        float[] x = Cells.TimeFirst<float>(Numbers.Uniform(5, job.Batch * job.Steps * job.Units, 1), job.Batch, job.Steps);
        return new OnnxBatch(
            OrtValue.CreateTensorValueFromMemory(x, [job.Steps, job.Batch, job.Units]), new float[x.Length], [job.Steps, 1, job.Batch, job.Units]);
    }

    /// <summary>Stories, [steps, batch], and their probabilities.</summary>
    public static OnnxBatch[] Of(Stories stories, int batch)
    {
        var batches = new List<OnnxBatch>();
        for (int from = 0; from < stories.Count; from += batch)
        {
            int count = Math.Min(batch, stories.Count - from);
            int[] x = Cells.TimeFirst<int>(stories.Tokens.AsSpan(from * Stories.Length, count * Stories.Length), count, Stories.Length);
            batches.Add(new OnnxBatch(
                OrtValue.CreateTensorValueFromMemory(x, [Stories.Length, count]), new float[count * LectureWeights.Topics], [count, LectureWeights.Topics]));
        }
        return [.. batches];
    }

    public void Dispose()
    {
        X.Dispose();
        Y.Dispose();
    }
}
