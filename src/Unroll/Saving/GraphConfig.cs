using System.Text.Json;

namespace Unroll;

/// <summary>A tensor in a Keras config: output <see cref="Index"/> of call <see cref="Node"/> of a layer.</summary>
internal readonly record struct TensorReference(string Layer, int Node, int Index)
{
    /// <summary>Reads <c>["lstm", 0, 0]</c>.</summary>
    public static TensorReference Read(JsonElement value, string where)
    {
        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() >= 3
            && value[0].ValueKind == JsonValueKind.String
            && value[1].ValueKind == JsonValueKind.Number && value[1].TryGetInt32(out int node)
            && value[2].ValueKind == JsonValueKind.Number && value[2].TryGetInt32(out int index))
            return new TensorReference(value[0].GetString()!, node, index);
        return Throw.Config<TensorReference>($"{where} names a tensor as {value.GetRawText()}, but expected [layer, node, tensor].");
    }

    /// <summary>Reads Keras's stand-in for a tensor; false where the value is something else.</summary>
    public static bool TryReadStandIn(JsonElement value, string where, out TensorReference tensor)
    {
        tensor = default;
        if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty("class_name", out JsonElement name) || !name.ValueEquals("__keras_tensor__")) return false;
        if (!value.TryGetProperty("config", out JsonElement config) || config.ValueKind != JsonValueKind.Object || !config.TryGetProperty("keras_history", out JsonElement history))
            Throw.Config($"{where} has a __keras_tensor__ without 'keras_history'.");
        else
            tensor = Read(history, where);
        return true;
    }

    public override string ToString() => $"{Layer}[{Node}][{Index}]";
}

/// <summary>One use of a layer: its input tensors, those of its initial state, and other arguments.</summary>
internal sealed record CallConfig(IReadOnlyList<TensorReference> Inputs, IReadOnlyList<TensorReference> InitialState, TensorReference? Mask, double? Constant);

/// <summary>A layer of a graph with its uses.</summary>
internal sealed record LayerConfig(string ClassName, string Name, JsonElement Config, IReadOnlyList<CallConfig> Calls)
{
    public string Owner => $"{ClassName} layer '{Name}'";
}

/// <summary>A Functional model as Keras describes it.</summary>
internal sealed record GraphConfig(string Name, IReadOnlyList<LayerConfig> Layers, IReadOnlyList<TensorReference> Inputs, IReadOnlyList<TensorReference> Outputs)
{
    public static GraphConfig Read(JsonElement config)
    {
        var options = new ConfigReader(config, "Functional model");
        string name = options.TextOrNull("name") ?? "model";
        JsonElement layers = options.Required("layers");
        if (layers.ValueKind != JsonValueKind.Array) options.Wrong<bool>("layers", layers, "an array");
        return new GraphConfig(
            name,
            [.. layers.EnumerateArray().Select(ReadLayer)],
            References(options.Required("input_layers"), "input_layers"),
            References(options.Required("output_layers"), "output_layers"));
    }

    private static LayerConfig ReadLayer(JsonElement json)
    {
        var layer = KerasObject.Read(json, "A layer of the model");
        string name = json.TryGetProperty("name", out JsonElement own) && own.ValueKind == JsonValueKind.String
            ? own.GetString()!
            : layer.Options($"{layer.ClassName} layer").Text("name");
        string owner = $"{layer.ClassName} layer '{name}'";
        if (!json.TryGetProperty("inbound_nodes", out JsonElement nodes) || nodes.ValueKind != JsonValueKind.Array)
            return Throw.Config<LayerConfig>($"The {owner} has no array 'inbound_nodes'. Write the model with Keras 3's to_json.");
        return new LayerConfig(layer.ClassName, name, layer.Config, [.. nodes.EnumerateArray().Select(n => ReadCall(n, owner))]);
    }

    private static CallConfig ReadCall(JsonElement node, string owner)
    {
        if (node.ValueKind != JsonValueKind.Object || !node.TryGetProperty("args", out JsonElement args) || args.ValueKind != JsonValueKind.Array)
            return Throw.Config<CallConfig>($"The {owner} has a call that is a JSON {node.ValueKind} without 'args': Keras 2 wrote it so. Write the model with Keras 3's to_json.");

        var inputs = new List<TensorReference>();
        double? constant = null;
        foreach (JsonElement argument in args.EnumerateArray())
        {
            if (argument.ValueKind == JsonValueKind.Number) constant = argument.GetDouble();
            else inputs.AddRange(Tensors(argument, owner));
        }

        List<TensorReference> state = [];
        TensorReference? mask = null;
        if (node.TryGetProperty("kwargs", out JsonElement named) && named.ValueKind == JsonValueKind.Object)
        {
            var options = new ConfigReader(named, $"call of the {owner}");
            if (options.TryGet("mask", out JsonElement value)) mask = Tensors(value, owner)[0];
            if (options.TryGet("initial_state", out value)) state = Tensors(value, owner);
            if (options.Bool("training", false)) Throw.Config($"The {owner} is called with training=True, which is not supported. Fit trains, Predict does not.");
            options.Done();
        }

        return new CallConfig(inputs, state, mask, constant);
    }

    /// <summary>The tensors in an argument: one, or an array of them.</summary>
    private static List<TensorReference> Tensors(JsonElement argument, string owner)
    {
        if (TensorReference.TryReadStandIn(argument, $"The {owner}", out TensorReference tensor)) return [tensor];
        if (argument.ValueKind == JsonValueKind.Array && argument.GetArrayLength() > 0) return [.. argument.EnumerateArray().SelectMany(a => Tensors(a, owner))];
        return Throw.Config<List<TensorReference>>($"The {owner} is called with {argument.GetRawText()}, but expected tensors.");
    }

    /// <summary>One reference, or an array of them.</summary>
    private static IReadOnlyList<TensorReference> References(JsonElement value, string where)
    {
        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0 && value[0].ValueKind != JsonValueKind.String)
            return [.. value.EnumerateArray().Select(v => TensorReference.Read(v, where))];
        return [TensorReference.Read(value, where)];
    }
}
