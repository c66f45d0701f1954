using System.Text.Json;

namespace Unroll;

/// <summary>Reads how a layer is called in a Functional config: tensors by place or by name, masks and other arguments.</summary>
internal static class CallReader
{
    // The names under which Keras's layers take tensors, in the order of their places.
    private static readonly string[] s_inputs = ["inputs", "sequences", "query", "value", "key", "states"];

    /// <summary>The names under which Keras's attention takes the masks of its inputs, and that of pairs of query and value.</summary>
    public static readonly string[] MaskNames = ["query_mask", "value_mask", "key_mask", "attention_mask"];

    public static CallConfig Read(JsonElement node, string owner)
    {
        if (node.ValueKind == JsonValueKind.Array) return Keras2.ReadCall(node, owner);
        if (node.ValueKind != JsonValueKind.Object || !node.TryGetProperty("args", out JsonElement args) || args.ValueKind != JsonValueKind.Array)
            return Throw.Config<CallConfig>($"The {owner} has a call that is a JSON {node.ValueKind} without 'args'. Write the model with Keras's to_json.");

        var inputs = new List<TensorReference>();
        double? constant = null;
        foreach (JsonElement argument in args.EnumerateArray())
        {
            if (argument.ValueKind == JsonValueKind.Number) constant = argument.GetDouble();
            else inputs.AddRange(Tensors(argument, owner));
        }

        if (!node.TryGetProperty("kwargs", out JsonElement named) || named.ValueKind != JsonValueKind.Object)
            return new CallConfig(inputs, [], [], new CallArguments(constant, UseCausalMask: false));

        var options = new ConfigReader(named, $"call of the {owner}");
        foreach (string name in s_inputs)
        {
            if (options.TryGet(name, out JsonElement tensors)) inputs.AddRange(Tensors(tensors, owner));
        }

        List<TensorReference> state = options.TryGet("initial_state", out JsonElement value) ? Tensors(value, owner) : [];
        TensorReference?[] masks = Masks(options, owner);
        var arguments = new CallArguments(constant, options.Bool("use_causal_mask", false));
        if (options.Bool("training", false)) Throw.Config($"The {owner} is called with training=True, which is not supported. Fit trains, Predict does not.");
        options.Ignore("return_attention_scores");
        options.Done();
        return new CallConfig(inputs, state, masks, arguments);
    }

    /// <summary>Masks by name: one for all layers, a list for those that take several tensors, or a name for each.</summary>
    private static TensorReference?[] Masks(ConfigReader options, string owner)
    {
        if (options.TryGet("mask", out JsonElement value))
            return value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(Mask)] : [Mask(value)];
        TensorReference?[] masks = [.. MaskNames.Select(name => options.TryGet(name, out JsonElement mask) ? Mask(mask) : null)];
        return masks[..(Array.FindLastIndex(masks, m => m is not null) + 1)];

        TensorReference? Mask(JsonElement mask) => mask.ValueKind == JsonValueKind.Null ? null : Tensors(mask, owner)[0];
    }

    /// <summary>The tensors in an argument: one, or an array of them.</summary>
    private static List<TensorReference> Tensors(JsonElement argument, string owner)
    {
        if (TensorReference.TryReadStandIn(argument, $"The {owner}", out TensorReference tensor)) return [tensor];
        if (argument.ValueKind == JsonValueKind.Array && argument.GetArrayLength() > 0) return [.. argument.EnumerateArray().SelectMany(a => Tensors(a, owner))];
        return Throw.Config<List<TensorReference>>($"The {owner} is called with {argument.GetRawText()}, but expected tensors.");
    }
}
