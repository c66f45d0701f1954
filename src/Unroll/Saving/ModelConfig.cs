using System.Text.Json;

namespace Unroll;

/// <summary>Models from Keras 3's config JSON (<c>model.to_json()</c>) and back.</summary>
internal static class ModelConfig
{
    /// <param name="json">The config.</param>
    /// <param name="check">Sees the weights' names and shapes before they get memory.</param>
    /// <exception cref="ModelConfigException">The config names an unknown class or option, or doesn't fit together.</exception>
    public static Model Read(string json, Action<IReadOnlyList<Parameter>>? check = null)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            var model = KerasObject.Read(document.RootElement, "The model's config");
            Model made = model.ClassName switch
            {
                "Sequential" => ReadSequential(model.Config, check),
                "Functional" or "Model" => ReadFunctional(model.Config, check),
                _ => Throw.Config<Model>($"The model is of the class '{model.ClassName}', which is not known. Known are Sequential, Functional."),
            };
            CompileConfig.Apply(document.RootElement, made);
            return made;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return Throw.Config<Model>($"The model's config is not the JSON that Keras writes: {e.Message}");
        }
    }

    private static Model ReadFunctional(JsonElement json, Action<IReadOnlyList<Parameter>>? check)
    {
        GraphConfig config = GraphConfig.Read(json);
        var (inputs, outputs, order) = GraphReader.Read(config);
        return Make("Functional model", () =>
        {
            var graph = new Graph(inputs, outputs, order);
            check?.Invoke([.. graph.Layers.SelectMany(l => l.Weights)]);
            return new Model(graph, seed: 0) { Name = config.Name };
        });
    }

    private static Model ReadSequential(JsonElement json, Action<IReadOnlyList<Parameter>>? check)
    {
        var options = new ConfigReader(json, "Sequential model");
        JsonElement layers = options.Required("layers");
        if (layers.ValueKind != JsonValueKind.Array || layers.GetArrayLength() == 0) options.Wrong<int>("layers", layers, "an array of layers");
        Layer[] chain = [.. layers.EnumerateArray().Select(ReadLayer)];
        if (chain[0] is not InputLayer && Input(options, chain[0]) is { } input) chain = [input, .. chain];
        return Make("Sequential model", () =>
        {
            var model = new Sequential { Name = options.TextOrNull("name") ?? "sequential" };
            foreach (Layer layer in chain) model.Add(layer);
            if (chain[0] is not InputLayer first) return model;

            SymbolicTensor tensor = first.Tensor;
            foreach (Layer layer in chain.Skip(1)) tensor = layer.Apply(tensor);
            check?.Invoke([.. chain.SelectMany(l => l.Weights)]);
            _ = model.Graph;
            return model;
        });
    }

    private static Layer ReadLayer(JsonElement json)
    {
        var layer = KerasObject.Read(json, "A layer of the Sequential model");
        string name = layer.Options($"{layer.ClassName} layer").Text("name");
        return LayerReader.Read(layer.ClassName, name, layer.Options($"{layer.ClassName} layer '{name}'"));
    }

    /// <summary>The input that a built model without an InputLayer has.</summary>
    private static InputLayer? Input(ConfigReader options, Layer first)
    {
        if (!options.TryGet("build_input_shape", out _)) return null;
        Shape shape = options.Shape("build_input_shape");
        return new InputLayer(shape) { Name = "input_layer", Type = first.ImpliedInput?.Type ?? ElementType.Float32, BatchSize = shape[0] };
    }

    /// <summary>What the parts of a config don't allow is an error of the config.</summary>
    private static Model Make(string what, Func<Model> make)
    {
        try
        {
            return make();
        }
        catch (Exception e) when (e is ArgumentException or OverflowException)
        {
            return Throw.Config<Model>($"The {what} doesn't fit together: {e.Message}");
        }
    }
}
