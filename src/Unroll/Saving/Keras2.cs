using System.Text.Json;

namespace Unroll;

/// <summary>What Keras 2 writes in another way than Keras 3, and what it means by it.</summary>
internal static class Keras2
{
    /// <summary>Reads a call: an array of <c>[layer, node, tensor, {named arguments}]</c>, the state's tensors after the input.</summary>
    public static CallConfig ReadCall(JsonElement node, string owner)
    {
        TensorReference[] inputs = [.. node.EnumerateArray().Select(tensor => TensorReference.Read(tensor, $"The {owner}"))];
        if (inputs.Length == 0) Throw.Config($"The {owner} has a call on no tensor. The config is damaged; write it again.");
        TensorReference?[] masks = [];
        if (node[0].GetArrayLength() > 3)
        {
            var options = new ConfigReader(node[0][3], $"call of the {owner}");
            if (options.TryGet("mask", out JsonElement mask)) masks = [TensorReference.Read(mask, $"The mask of the {owner}")];
            if (options.TryGet("initial_state", out JsonElement state))
                inputs = [.. inputs, .. state.EnumerateArray().Select(tensor => TensorReference.Read(tensor, $"The initial state of the {owner}"))];
            if (options.Bool("training", false)) Throw.Config($"The {owner} is called with training=True, which is not supported. Fit trains, Predict does not.");
            options.Done();
        }

        return new CallConfig(inputs, [], masks, CallArguments.None) { IsOfKeras2 = true };
    }

    /// <summary>
    /// The mask that a tensor carries, as a tensor of the graph: in Keras 2 a recurrent layer reads it even where it is given its initial state.
    /// </summary>
    /// <param name="tensor">The layer's input.</param>
    /// <param name="calls">Gets the calls that make the mask.</param>
    public static SymbolicTensor? MaskOf(SymbolicTensor tensor, List<LayerCall> calls)
    {
        LayerCall producer = tensor.Producer;
        switch (producer.Layer)
        {
            case Embedding embedding:
                return embedding.MaskZero ? Add(new NotEqual(0), producer.Inputs[0], calls) : null;
            case Masking masking:
                return Add(new Any(), Add(new NotEqual(masking.MaskValue), producer.Inputs[0], calls), calls);
            case RecurrentLayer or Rnn or Bidirectional when tensor.Shape.Rank < 3:
            case ConvLstm { ReturnSequences: false }:
                return null;
            case RecurrentBase or Rnn or Bidirectional or TimeDistributed or Dense or FunctionLayer or NoiseLayer or LayerNormalization or BatchNormalization:
                return MaskOf(producer.Inputs[0], calls);
            default:
                if (producer.Inputs.Any(input => MaskOf(input, []) is not null))
                    Throw.Config($"In Keras 2 a layer that is given its initial state reads the mask of its input, which can't be followed through {producer.Layer}. Write the model with Keras 3.");
                return null;
        }
    }

    /// <summary>Refuses what has the same name in Keras 3, but computes something else.</summary>
    public static void Check(JsonElement model)
    {
        if (KerasConfig.String(model, "keras_version")?.StartsWith("2.", StringComparison.Ordinal) == true && model.GetRawText().Contains("\"hard_sigmoid\"", StringComparison.Ordinal))
            Throw.Config("The model was written by Keras 2 and has the activation 'hard_sigmoid', which has another slope there than in Keras 3. Train it with 'sigmoid', or in Keras 3.");
    }

    private static SymbolicTensor Add(Layer layer, SymbolicTensor input, List<LayerCall> calls)
    {
        SymbolicTensor output = layer.Apply(input);
        calls.Add(output.Producer);
        return output;
    }
}
