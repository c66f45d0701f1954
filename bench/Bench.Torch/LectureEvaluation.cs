using TorchSharp;

namespace Bench;

/// <summary>The lecture's model's loss over the test set.</summary>
internal sealed class LectureEvaluation : IRound
{
    private readonly LectureModule _model;
    private readonly (torch.Tensor Tokens, torch.Tensor Topics)[] _batches;
    private readonly int _count;
    private double _loss;

    public LectureEvaluation(Job job)
    {
        Stories test = Stories.Load(job.Stories).Test;
        _count = test.Count;
        _model = new LectureModule(job.Stories);
        _batches = [.. LectureBatches.Of(test, job.Batch).Select(b => (b.Tokens, torch.tensor(Array.ConvertAll(test.Topics[b.Samples], static t => (long)t))))];
    }

    public void Run()
    {
        using var free = torch.inference_mode();
        double sum = 0;
        foreach (var (tokens, topics) in _batches)
        {
            using var scope = torch.NewDisposeScope();
            sum += topics.shape[0] * torch.nn.functional.cross_entropy(_model.Logits(tokens), topics).item<float>();
        }
        _loss = sum / _count;
    }

    public Outcome Outcome() => new(_loss);

    public void Dispose()
    {
        foreach (var (tokens, topics) in _batches)
        {
            tokens.Dispose();
            topics.Dispose();
        }
        _model.Dispose();
    }
}
