namespace Unroll;

/// <summary>The calls that lead from some inputs to some outputs, in an order in which they can run.</summary>
internal sealed class Graph
{
    public Graph(IReadOnlyList<SymbolicTensor> inputs, IReadOnlyList<SymbolicTensor> outputs, IReadOnlyList<LayerCall>? order = null)
    {
        (Inputs, Outputs) = (inputs, outputs);
        Calls = order ?? Order(inputs, outputs);
        var layers = new List<Layer>();
        foreach (LayerCall call in Calls)
        {
            if (!layers.Contains(call.Layer))
            {
                layers.Add(call.Layer);
            }
        }
        Layers = layers;
        NameLayers(layers);
    }

    public IReadOnlyList<SymbolicTensor> Inputs { get; }

    public IReadOnlyList<SymbolicTensor> Outputs { get; }

    public IReadOnlyList<LayerCall> Calls { get; }

    public IReadOnlyList<Layer> Layers { get; }

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

    private static void NameLayers(List<Layer> layers)
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
