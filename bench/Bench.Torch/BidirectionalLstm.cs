using TorchSharp;
using TorchSharp.Modules;

namespace Bench;

/// <summary>libtorch's LSTM in both directions, [steps, batch, features] to [steps, batch, 2 · units].</summary>
internal static class BidirectionalLstm
{
    public static LayerFunction Create()
    {
        LSTM lstm = torch.nn.LSTM(Layers.Features, Layers.HalfUnits, bidirectional: true);
        float[][] weights = new LayerWeights(LayerKind.BidirectionalLstm).Values;
        SetWeights(lstm, "l0", weights[..3]);
        SetWeights(lstm, "l0_reverse", weights[3..]);
        return new([.. lstm.parameters().Where(static p => p.requires_grad)], x => lstm.forward(x).Item1);
    }

    private static void SetWeights(LSTM lstm, string direction, float[][] weights)
    {
        int[] gates = [0, 1, 2, 3];
        Dictionary<string, Parameter> all = lstm.named_parameters().ToDictionary(static p => p.name, static p => p.parameter);
        all[$"weight_ih_{direction}"].Set(Cells.Transposed(weights[0], Layers.Features, gates));
        all[$"weight_hh_{direction}"].Set(Cells.Transposed(weights[1], Layers.HalfUnits, gates));
        all[$"bias_ih_{direction}"].Set(Cells.Transposed(weights[2], 1, gates));

        // Keras has one bias.
        all[$"bias_hh_{direction}"].Set(new float[weights[2].Length]);
        all[$"bias_hh_{direction}"].requires_grad = false;
    }
}
