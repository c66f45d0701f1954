namespace Unroll;

/// <summary>The calls that lead from some inputs to some outputs, in an order in which they can run.</summary>
internal sealed class Graph
{
    /// <param name="inputs">The tensors of input layers.</param>
    /// <param name="outputs">What the model makes.</param>
    /// <param name="calls">The calls between them, in an order in which they can run; found by default.</param>
    /// <param name="layers">Their layers, in the order of the weights; Keras's by default.</param>
    public Graph(IReadOnlyList<SymbolicTensor> inputs, IReadOnlyList<SymbolicTensor> outputs, IReadOnlyList<LayerCall>? calls = null, IReadOnlyList<Layer>? layers = null)
    {
        (Inputs, Outputs) = (inputs, outputs);
        CheckInputs();
        Calls = calls ?? Order(inputs, outputs);
        // What is run doesn't follow a config's order, so that a model that was read computes the bits of the one that was written.
        (Steps, Penalized) = Expand(calls is null ? Calls : [.. Order(inputs, outputs).Union(calls)]);
        Layers = layers ?? InKerasOrder(Calls, outputs);
        NameLayers(Layers);
        foreach ((string name, Parameter weight) in NamedWeights)
        {
            if (!weight.IsPlaced)
            {
                weight.Name = name;
            }
        }
    }

    public IReadOnlyList<SymbolicTensor> Inputs { get; }

    public IReadOnlyList<SymbolicTensor> Outputs { get; }

    public IReadOnlyList<LayerCall> Calls { get; }

    /// <summary>What is run: the calls, and where a composite layer is called, those of its parts.</summary>
    public IReadOnlyList<LayerCall> Steps { get; }

    /// <summary>The calls, those of parts too, whose outputs add to the loss.</summary>
    public IReadOnlyList<LayerCall> Penalized { get; }

    public IReadOnlyList<Layer> Layers { get; }

    /// <summary>The weights by the path of layers to them, each once.</summary>
    public IEnumerable<(string Name, Parameter Weight)> NamedWeights => Layers.SelectMany(static l => l.NamedWeights).DistinctBy(static n => n.Weight);

    private void CheckInputs()
    {
        if (Inputs.Count == 0 || Outputs.Count == 0)
        {
            Throw.Argument($"A model has one input and one output or more, but got {Inputs.Count} and {Outputs.Count}. Pass them.");
        }
        for (int i = 0; i < Inputs.Count; i++)
        {
            Layer layer = Inputs[i].Producer.Layer;
            if (layer is not InputLayer)
            {
                Throw.Argument($"{layer} makes what is given as an input of the model, but only an InputLayer's tensor is one. Put an InputLayer there.");
            }
            if (Inputs.Take(i).Contains(Inputs[i]))
            {
                Throw.Argument($"The input '{layer.Name}' is given twice. Give each once.");
            }
        }
    }

    private static List<LayerCall> Order(IReadOnlyList<SymbolicTensor> inputs, IReadOnlyList<SymbolicTensor> outputs)
    {
        var order = new List<LayerCall>();
        var seen = new HashSet<LayerCall>();
        foreach (SymbolicTensor output in outputs)
        {
            Visit(output.Producer);
        }
        foreach (SymbolicTensor input in inputs)
        {
            if (!seen.Contains(input.Producer))
            {
                Throw.Argument($"The input '{input.Producer.Layer.Name}' leads to none of the outputs. Leave it out, or connect it.");
            }
        }
        return order;

        void Visit(LayerCall call)
        {
            if (!seen.Add(call))
            {
                return;
            }
            if (call.Inputs.Count == 0 && !inputs.Contains(call.Outputs[0]))
            {
                Throw.Argument($"The outputs need the input '{call.Layer.Name}', which is not among the model's inputs. Add it.");
            }
            foreach (SymbolicTensor source in call.Sources)
            {
                Visit(source.Producer);
            }
            order.Add(call);
        }
    }

    /// <summary>The layers that are farthest from the outputs first; of those that are as far, the first that a walk back from the outputs comes to.</summary>
    private static Layer[] InKerasOrder(IReadOnlyList<LayerCall> calls, IReadOnlyList<SymbolicTensor> outputs)
    {
        Dictionary<LayerCall, int> farCalls = [];
        Dictionary<Layer, int> farLayers = [], met = [];
        foreach (LayerCall call in calls.Reverse())
        {
            int far = Math.Max(farCalls.GetValueOrDefault(call), farLayers.GetValueOrDefault(call.Layer));
            farLayers[call.Layer] = far;
            foreach (SymbolicTensor source in call.Sources)
            {
                farCalls[source.Producer] = Math.Max(far + 1, farCalls.GetValueOrDefault(source.Producer));
            }
        }
        var seen = new HashSet<LayerCall>();
        foreach (SymbolicTensor output in outputs)
        {
            Meet(output.Producer);
        }
        return [.. met.Keys.OrderByDescending(layer => farLayers[layer]).ThenBy(layer => met[layer])];

        void Meet(LayerCall call)
        {
            if (seen.Add(call))
            {
                met.TryAdd(call.Layer, met.Count);
                foreach (SymbolicTensor source in call.Sources)
                {
                    Meet(source.Producer);
                }
            }
        }
    }

    private static (List<LayerCall> Steps, List<LayerCall> Penalized) Expand(IReadOnlyList<LayerCall> calls)
    {
        List<LayerCall> steps = [], penalized = [];
        var seen = new HashSet<LayerCall>();
        foreach (LayerCall call in calls)
        {
            Visit(call);
        }
        return (steps, penalized);

        void Visit(LayerCall call)
        {
            if (!seen.Add(call))
            {
                return;
            }
            foreach (SymbolicTensor tensor in call.Parts ?? call.Sources)
            {
                Visit(tensor.Producer);
            }
            if (call.Parts is null)
            {
                steps.Add(call);
            }
            if (call.ActivityRegularizer is not null)
            {
                penalized.Add(call);
            }
        }
    }

    /// <summary>Names the layers that have none, by their class and a number.</summary>
    public static void NameLayers(IReadOnlyList<Layer> layers)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (Layer layer in layers)
        {
            if (layer.HasName && !names.Add(layer.Name))
            {
                Throw.Argument($"Two layers of the model are named '{layer.Name}'. Give each a name of its own.");
            }
        }
        foreach (Layer layer in layers)
        {
            if (layer.HasName)
            {
                continue;
            }
            string name = layer.DefaultName;
            for (int n = 1; !names.Add(name); n++)
            {
                name = $"{layer.DefaultName}_{n}";
            }
            layer.SetName(name);
        }
    }
}
