using TorchSharp;

namespace Bench;

/// <summary>The lecture's model's probabilities for the test set.</summary>
internal sealed class LecturePrediction(Job job) : IRound
{
    private readonly LectureModule _model = new(job.Stories);
    private readonly torch.Tensor[] _batches = [.. LectureBatches.Of(Stories.Load(job.Stories).Test, job.Batch).Select(static b => b.Tokens)];
    private readonly List<torch.Tensor> _outputs = [];

    public void Run()
    {
        Free();
        using var free = torch.inference_mode();
        foreach (torch.Tensor tokens in _batches)
        {
            using var scope = torch.NewDisposeScope();
            _outputs.Add(_model.Probabilities(tokens).MoveToOuterDisposeScope());
        }
    }

    public Outcome Outcome() => new(_outputs.Sum(static o => o.SumOfSquares()));

    public void Dispose()
    {
        Free();
        foreach (torch.Tensor tokens in _batches)
        {
            tokens.Dispose();
        }
        _model.Dispose();
    }

    private void Free()
    {
        foreach (torch.Tensor output in _outputs)
        {
            output.Dispose();
        }
        _outputs.Clear();
    }
}
