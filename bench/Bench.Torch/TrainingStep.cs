using TorchSharp;

namespace Bench;

/// <summary>A layer forward and backward, with the gradient of its inputs.</summary>
internal sealed class TrainingStep : IRound
{
    private readonly CellModule _layer;
    private readonly torch.Tensor _x;
    private readonly torch.Tensor _gradient;
    private readonly torch.Tensor[] _wanted;
    private readonly int _recurrent;
    private IList<torch.Tensor> _found = [];

    public TrainingStep(Job job)
    {
        _layer = new CellModule(job.Cell, job.Units, job.Units);
        _x = CellData.Inputs(job);
        _x.requires_grad = true;
        _gradient = CellData.OutputGradient(job);
        _wanted = [_x, .. _layer.Parameters];
        _recurrent = Array.FindIndex(_wanted, w => w.Handle == _layer.Recurrent.Handle);
    }

    public void Run()
    {
        Free();
        using var scope = torch.NewDisposeScope();
        torch.Tensor output = _layer.Forward(_x).Output;
        _found = torch.autograd.grad([output], _wanted, [_gradient]);
        foreach (torch.Tensor gradient in _found)
        {
            gradient.MoveToOuterDisposeScope();
        }
    }

    public Outcome Outcome() => new(_found[0].SumOfSquares() + _found[_recurrent].SumOfSquares());

    public void Dispose()
    {
        Free();
        _x.Dispose();
        _gradient.Dispose();
        _layer.Dispose();
    }

    private void Free()
    {
        foreach (torch.Tensor gradient in _found)
        {
            gradient.Dispose();
        }
        _found = [];
    }
}
