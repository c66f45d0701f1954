using TorchSharp;

namespace Bench;

/// <summary>A layer forward and backward, with the gradient of its inputs.</summary>
internal sealed class TrainingStep : IRound
{
    private readonly Func<torch.Tensor, torch.Tensor> _forward;
    private readonly torch.Tensor _gradient;
    private readonly torch.Tensor[] _wanted;
    private IList<torch.Tensor> _found = [];

    private TrainingStep(Func<torch.Tensor, torch.Tensor> forward, torch.Tensor x, IEnumerable<torch.Tensor> weights, torch.Tensor gradient)
    {
        (_forward, _wanted, _gradient) = (forward, [x, .. weights], gradient);
        foreach (torch.Tensor wanted in _wanted)
        {
            wanted.requires_grad = true;
        }
    }

    public static TrainingStep OfCell(Job job)
    {
        var cell = new CellModule(job.Cell, job.Units, job.Units);
        return new TrainingStep(x => cell.Forward(x).Output, CellData.Inputs(job), cell.Parameters, CellData.OutputGradient(job));
    }

    public static TrainingStep OfLayer(Job job)
    {
        LayerFunction layer = LayerFunction.Create(job.Layer);
        torch.Tensor x = LayerData.Inputs(job);
        return new TrainingStep(layer.Forward, x, layer.Weights, LayerData.OutputGradient(job.Layer, layer.Forward, x));
    }

    public void Run()
    {
        Free();
        using var scope = torch.NewDisposeScope();
        torch.Tensor output = _forward(_wanted[0]);
        _found = torch.autograd.grad([output], _wanted, [_gradient]);
        foreach (torch.Tensor gradient in _found)
        {
            gradient.MoveToOuterDisposeScope();
        }
    }

    public Outcome Outcome() => new(_found.Sum(static g => g.SumOfSquares()));

    public void Dispose()
    {
        Free();
        _gradient.Dispose();
        foreach (torch.Tensor wanted in _wanted)
        {
            wanted.Dispose();
        }
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
