using System.Text.Json;

namespace Unroll;

/// <summary>Models from Keras's config JSON (<c>model.to_json()</c>) and back.</summary>
internal static class ModelConfig
{
    /// <param name="json">The config.</param>
    /// <param name="check">Sees the weights' names and shapes before they get memory.</param>
    /// <exception cref="ModelConfigException">The config names an unknown class or option, or doesn't fit together.</exception>
    public static Model Read(string json, Action<IReadOnlyList<(string Name, Parameter Weight)>>? check = null)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            Keras2.Check(document.RootElement);
            Model model = ReadModel(KerasObject.Read(document.RootElement, "The model's config"));
            if (model.HasGraph)
            {
                check?.Invoke([.. model.Structure.NamedWeights]);
                _ = model.Store;
            }

            CompileConfig.Apply(document.RootElement, model);
            return model;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return Throw.Config<Model>($"The model's config is not the JSON that Keras writes: {e.Message}");
        }
    }

    /// <summary>Makes a model whose weights have no memory yet.</summary>
    public static Model ReadModel(KerasObject model)
    {
        Model made = model.ClassName switch
        {
            "Sequential" => ReadSequential(model.Config),
            "Functional" or "Model" => ReadFunctional(model.Config),
            _ => Throw.Config<Model>($"The model is of the class '{model.ClassName}', which is not known. Known are Sequential, Functional."),
        };
        if (!model.Options($"{model.ClassName} model").Bool("trainable", true)) made.Trainable = false;
        return made;
    }

    private static Model ReadFunctional(JsonElement json)
    {
        GraphConfig config = GraphConfig.Read(json);
        var (inputs, outputs, order, layers) = GraphReader.Read(config);
        return Make("Functional model", () => new Model(new Graph(inputs, outputs, order, layers)) { Name = config.Name });
    }

    private static Model ReadSequential(JsonElement json)
    {
        var options = new ConfigReader(json, "Sequential model");
        JsonElement layers = options.Required("layers");
        if (layers.ValueKind != JsonValueKind.Array || layers.GetArrayLength() == 0) options.Wrong<int>("layers", layers, "an array of layers");
        Layer[] chain = [.. layers.EnumerateArray().Select(layer => LayerReader.Read(layer, "A layer of the Sequential model"))];
        if (chain[0] is not InputLayer && Input(options, chain[0]) is { } input) chain = [input, .. chain];
        return Make("Sequential model", () =>
        {
            var model = new Sequential { Name = options.TextOrNull("name") ?? "sequential" };
            foreach (Layer layer in chain) model.Add(layer);
            if (chain[0] is InputLayer) _ = model.Structure;
            return model;
        });
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
            return Throw.Config<Model>($"The {what} doesn't fit together: {Throw.Reason(e)}");
        }
    }
}
