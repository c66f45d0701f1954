namespace Unroll;

/// <summary>Makes the graph that a Functional config describes, with the layers in the config's order, which is the order of the weights.</summary>
internal sealed class GraphReader
{
    private readonly Dictionary<TensorReference, SymbolicTensor> _tensors = [];
    private readonly List<LayerCall> _order = [];

    private GraphReader()
    {
    }

    public static (IReadOnlyList<SymbolicTensor> Inputs, IReadOnlyList<SymbolicTensor> Outputs, IReadOnlyList<LayerCall> Order, IReadOnlyList<Layer> Layers) Read(GraphConfig config)
    {
        var reader = new GraphReader();
        Layer[] layers = [.. config.Layers.Select(Make)];
        reader.CallAll(config, layers);
        IReadOnlyList<Layer> all = [.. layers.Concat(reader._order.Select(c => c.Layer)).Distinct()];
        return (reader.Resolve(config.Inputs, "The model's inputs"), reader.Resolve(config.Outputs, "The model's outputs"), reader._order, all);
    }

    /// <summary>Goes over the layers in their order, as often as calls become possible: a shared layer may be called on what comes after it.</summary>
    private void CallAll(GraphConfig config, Layer[] layers)
    {
        var next = new int[layers.Length];
        bool moved = true;
        while (moved)
        {
            moved = false;
            for (int i = 0; i < layers.Length; i++)
            {
                LayerConfig layer = config.Layers[i];
                int calls = layers[i] is InputLayer ? 1 : layer.Calls.Count;
                while (next[i] < calls && (layers[i] is InputLayer || IsReady(layer.Calls[next[i]])))
                {
                    Call(layers[i], layer, next[i]++);
                    moved = true;
                }
            }
        }

        for (int i = 0; i < layers.Length; i++)
        {
            if (next[i] < config.Layers[i].Calls.Count)
                Throw.Config($"The {config.Layers[i].Owner} is called on {Text(Missing(config.Layers[i].Calls[next[i]]))}, which no layer makes. The config is damaged; write it again.");
        }
    }

    private static Layer Make(LayerConfig layer)
    {
        CallArguments arguments = layer.Calls.Count > 0 ? layer.Calls[0].Arguments : CallArguments.None;
        if (layer.Calls.Any(c => c.Arguments != arguments))
            Throw.Config($"The {layer.Owner} is called in two ways, {arguments} and another, which is not supported. Give each call a layer of its own.");
        var options = new ConfigReader(layer.Config, layer.Owner) { Arguments = arguments };
        return LayerReader.Read(layer.ClassName, layer.Name, options);
    }

    private bool IsReady(CallConfig call) => !Missing(call).Any();

    private IEnumerable<TensorReference> Missing(CallConfig call) => All(call).Where(t => !_tensors.ContainsKey(t));

    private static IEnumerable<TensorReference> All(CallConfig call) =>
        call.Inputs.Concat(call.InitialState).Concat(call.Masks.Where(m => m is not null).Select(m => m!.Value));

    private void Call(Layer layer, LayerConfig config, int node)
    {
        SymbolicTensor[] outputs = layer is InputLayer input ? [input.Tensor] : Apply(layer, config, config.Calls[node]);
        _order.Add(outputs[0].Producer);
        for (int i = 0; i < outputs.Length; i++)
        {
            if (!_tensors.TryAdd(new TensorReference(config.Name, node, i), outputs[i]))
                Throw.Config($"The {config.Owner} has a name that another layer has too. Give each layer a name of its own.");
        }
    }

    private SymbolicTensor[] Apply(Layer layer, LayerConfig config, CallConfig call)
    {
        int states = layer.StateCount;
        if (call.InitialState.Count != 0 && call.InitialState.Count != states)
            Throw.Config($"The {config.Owner} is given an initial state of {call.InitialState.Count} tensors, but expected {(states == 0 ? "none" : states)}.");
        try
        {
            SymbolicTensor[] inputs = [.. call.Inputs.Concat(call.InitialState).Select(t => _tensors[t])];
            SymbolicTensor?[] masks = [.. call.Masks.Select(m => m is { } mask ? _tensors[mask] : null)];
            if (call.IsOfKeras2 && masks.Length == 0 && states > 0 && inputs.Length > 1 && Keras2.MaskOf(inputs[0], _order) is { } own) masks = [own];
            return layer.Call(inputs, masks);
        }
        catch (Exception e) when (e is ArgumentException or OverflowException)
        {
            return Throw.Config<SymbolicTensor[]>($"The {config.Owner} can't be called as its config says: {Throw.Reason(e)}");
        }
    }

    private SymbolicTensor[] Resolve(IReadOnlyList<TensorReference> references, string what)
    {
        var tensors = new SymbolicTensor[references.Count];
        for (int i = 0; i < tensors.Length; i++)
        {
            if (!_tensors.TryGetValue(references[i], out SymbolicTensor? tensor)) Throw.Config($"{what} name {references[i]}, which no layer makes.");
            else tensors[i] = tensor;
        }

        return tensors;
    }

    private static string Text(IEnumerable<TensorReference> references) => string.Join(", ", references.Select(r => r.ToString()));
}
