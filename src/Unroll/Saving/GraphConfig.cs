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

/// <summary>What a call says besides tensors: the number that an operation works with, and whether attention looks back only.</summary>
internal sealed record CallArguments(double? Constant, bool UseCausalMask)
{
    public static readonly CallArguments None = new(null, false);
}

/// <summary>One use of a layer: its input tensors, those of its initial state, masks given by name (for each input one or null, or none at all), and other arguments.</summary>
internal sealed record CallConfig(IReadOnlyList<TensorReference> Inputs, IReadOnlyList<TensorReference> InitialState, IReadOnlyList<TensorReference?> Masks, CallArguments Arguments)
{
    /// <summary>Whether Keras 2 wrote it, where a mask is read beside an initial state.</summary>
    public bool IsOfKeras2 { get; init; }
}

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
        LayerReader.CheckPlace(json, layer.ClassName, name);
        if (!json.TryGetProperty("inbound_nodes", out JsonElement nodes) || nodes.ValueKind != JsonValueKind.Array)
            return Throw.Config<LayerConfig>($"The {owner} has no array 'inbound_nodes'. Write the model with Keras's to_json.");
        return new LayerConfig(layer.ClassName, name, layer.Config, [.. nodes.EnumerateArray().Select(n => CallReader.Read(n, owner))]);
    }

    /// <summary>One reference, or an array of them.</summary>
    private static IReadOnlyList<TensorReference> References(JsonElement value, string where)
    {
        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0 && value[0].ValueKind != JsonValueKind.String)
            return [.. value.EnumerateArray().Select(v => TensorReference.Read(v, where))];
        return [TensorReference.Read(value, where)];
    }
}
