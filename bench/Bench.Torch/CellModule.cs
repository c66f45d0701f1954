using TorchSharp;
using TorchSharp.Modules;

namespace Bench;

/// <summary>A recurrent layer of libtorch with the weights that all contestants share. Time comes first, as it likes it.</summary>
internal sealed class CellModule : IDisposable
{
    private readonly torch.nn.Module _module;
    private readonly Func<torch.Tensor, (torch.Tensor Output, torch.Tensor Last)> _forward;

    public CellModule(Cell cell, int inputs, int units)
    {
        (_module, _forward) = Create(cell, inputs, units);
        var weights = new CellWeights(cell, inputs, units);

        // libtorch's order is i, f, g, o and r, z, n.
        int[] order = cell switch
        {
            Cell.Lstm => [0, 1, 2, 3],
            Cell.Gru => [1, 0, 2],
            _ => [0],
        };
        Weight("weight_ih").Set(Cells.Transposed(weights.Kernel, inputs, order));
        Weight("weight_hh").Set(Cells.Transposed(weights.Recurrent, units, order));
        Weight("bias_ih").Set(Cells.Transposed(weights.Bias, 1, order));
        Weight("bias_hh").Set(new float[weights.Bias.Length]);
        if (cell != Cell.Gru)
        {
            // Keras has one bias; two that train would learn at twice the rate.
            Weight("bias_hh").requires_grad = false;
        }
    }

    /// <summary>[units, gates, units], transposed.</summary>
    public torch.Tensor Recurrent => Weight("weight_hh");

    /// <summary>The weights that train.</summary>
    public IEnumerable<Parameter> Parameters => _module.parameters().Where(static p => p.requires_grad);

    /// <summary>Every step's output, [steps, batch, units], and the last h, [batch, units].</summary>
    public (torch.Tensor Output, torch.Tensor Last) Forward(torch.Tensor x) => _forward(x);

    public void Dispose() => _module.Dispose();

    private static (torch.nn.Module Module, Func<torch.Tensor, (torch.Tensor Output, torch.Tensor Last)> Forward) Create(Cell cell, int inputs, int units)
    {
        switch (cell)
        {
            case Cell.Lstm:
                LSTM lstm = torch.nn.LSTM(inputs, units);
                return (lstm, x => Ends(lstm.forward(x)));
            case Cell.Gru:
                GRU gru = torch.nn.GRU(inputs, units);
                return (gru, x => Ends(gru.forward(x)));
            case Cell.SimpleRnn:
                RNN rnn = torch.nn.RNN(inputs, units);
                return (rnn, x => Ends(rnn.forward(x, null)));
            default:
                throw new NotSupportedException($"libtorch has no {cell}.");
        }
    }

    private static (torch.Tensor Output, torch.Tensor Last) Ends((torch.Tensor Output, torch.Tensor H) all) => (all.Output, all.H[0]);

    private static (torch.Tensor Output, torch.Tensor Last) Ends((torch.Tensor Output, torch.Tensor H, torch.Tensor C) all) => (all.Output, all.H[0]);

    private Parameter Weight(string name) => _module.named_parameters().First(p => p.name.Contains(name, StringComparison.Ordinal)).parameter;
}
