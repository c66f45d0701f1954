using TorchSharp;

namespace Bench;

/// <summary>A layer's output in inference mode.</summary>
internal sealed class Inference(Job job) : IRound
{
    private readonly CellModule _layer = new(job.Cell, job.Units, job.Units);
    private readonly torch.Tensor _x = CellData.Inputs(job);
    private torch.Tensor? _output;

    public void Run()
    {
        _output?.Dispose();
        using var free = torch.inference_mode();
        using var scope = torch.NewDisposeScope();
        _output = _layer.Forward(_x).Output.MoveToOuterDisposeScope();
    }

    public Outcome Outcome() => new(_output!.SumOfSquares());

    public void Dispose()
    {
        _output?.Dispose();
        _x.Dispose();
        _layer.Dispose();
    }
}
