using System.Text.Json;

namespace Unroll;

/// <summary>A model's loss, optimizer and metrics as Keras 3 writes them (<c>compile_config</c>). The optimizer's running state is no part of it.</summary>
internal static class CompileConfig
{
    public const string Key = "compile_config";

    /// <summary>Writes the object; nothing for a model that is not compiled.</summary>
    public static void Write(Utf8JsonWriter json, Training? training)
    {
        if (training is null) return;
        IReadOnlyList<OutputLoss> outputs = training.Goal.Outputs;
        json.WriteStartObject(Key);
        json.WritePropertyName("optimizer");
        KerasObject.Write(json, "keras.optimizers", training.Optimizer.ClassName, training.Optimizer.Config);
        WriteOutputs(json, "loss", outputs, (writer, o) => WriteLoss(writer, o.Loss));
        if (outputs.All(o => o.Weight == 1)) json.WriteNull("loss_weights");
        else WriteOutputs(json, "loss_weights", outputs, (writer, o) => writer.WriteNumberValue(o.Weight));
        WriteOutputs(json, "metrics", outputs, (writer, o) => WriteMetrics(writer, o.Metrics));
        if (outputs.All(o => o.WeightedMetrics.Count == 0)) json.WriteNull("weighted_metrics");
        else WriteOutputs(json, "weighted_metrics", outputs, (writer, o) => WriteMetrics(writer, o.WeightedMetrics));
        json.WriteBoolean("run_eagerly", false);
        json.WriteNumber("steps_per_execution", 1);
        json.WriteBoolean("jit_compile", false);
        json.WriteEndObject();
    }

    /// <summary>Compiles the model as its config says; Keras writes an empty object, or none, for a model that is not compiled.</summary>
    /// <exception cref="ModelConfigException">A loss, a metric, an optimizer or an option is unknown.</exception>
    public static void Apply(JsonElement modelConfig, Model model)
    {
        if (KerasConfig.Find(modelConfig, Key) is not { } config) return;
        var options = new ConfigReader(config, Key);
        if (!config.EnumerateObject().Any()) return;
        JsonElement losses = options.Required("loss");
        Optimizer optimizer = options.TryGet("optimizer", out JsonElement value) ? ReadOptimizer(value) : new Adam();
        JsonElement? weights = options.TryGet("loss_weights", out value) ? value : null;
        JsonElement? metrics = options.TryGet("metrics", out value) ? value : null;
        JsonElement? weighted = options.TryGet("weighted_metrics", out value) ? value : null;
        options.Unsupported("auto_scale_loss");
        options.Ignore("run_eagerly", "steps_per_execution", "jit_compile");
        options.Done();
        if (weights is null && !IsByOutput(losses, metrics: false) && !IsByOutput(metrics) && !IsByOutput(weighted))
        {
            model.Compile(ReadLoss(losses), optimizer, ReadMetrics(options, "metrics", metrics), ReadMetrics(options, "weighted_metrics", weighted));
            return;
        }

        string[] outputs = Goal.OutputNames(model.Structure);
        var goals = new List<OutputLoss>();
        for (int i = 0; i < outputs.Length; i++)
        {
            if (Of(options, "loss", losses, outputs, i) is not { } loss) continue;
            JsonElement? weight = Of(options, "loss_weights", weights, outputs, i);
            goals.Add(new OutputLoss(outputs[i], ReadLoss(loss))
            {
                Weight = weight is not { } number ? 1 : number.ValueKind == JsonValueKind.Number ? number.GetDouble() : options.Wrong<double>("loss_weights", number, "a number for each output"),
                Metrics = ReadMetrics(options, "metrics", Of(options, "metrics", metrics, outputs, i)),
                WeightedMetrics = ReadMetrics(options, "weighted_metrics", Of(options, "weighted_metrics", weighted, outputs, i)),
            });
        }

        if (goals.Count == 0) options.Wrong<int>("loss", losses, $"a loss for at least one of the outputs {TextList.Of(outputs)}");
        model.Compile(goals, optimizer);
    }

    /// <summary>One value for all outputs, or an object of one for each.</summary>
    private static void WriteOutputs(Utf8JsonWriter json, string option, IReadOnlyList<OutputLoss> outputs, Action<Utf8JsonWriter, OutputLoss> write)
    {
        json.WritePropertyName(option);
        if (outputs is [{ Output: "" }])
        {
            write(json, outputs[0]);
            return;
        }

        json.WriteStartObject();
        foreach (OutputLoss output in outputs)
        {
            json.WritePropertyName(output.Output);
            write(json, output);
        }

        json.WriteEndObject();
    }

    private static void WriteLoss(Utf8JsonWriter json, Loss loss)
    {
        if (ReferenceEquals(Loss.Find(loss.Name), loss)) json.WriteStringValue(loss.Name);
        else KerasObject.Write(json, "keras.losses", loss.ClassName, loss.Config);
    }

    private static void WriteMetrics(Utf8JsonWriter json, IReadOnlyList<Metric> metrics)
    {
        json.WriteStartArray();
        foreach (Metric metric in metrics)
        {
            // An object of the class Accuracy would mean another thing to Keras than "accuracy" does.
            if (ReferenceEquals(Metric.Find(metric.Name), metric) || metric is Accuracy { Name: "accuracy" }) json.WriteStringValue(metric.Name);
            else KerasObject.Write(json, "keras.metrics", metric.ClassName, metric.Config);
        }

        json.WriteEndArray();
    }

    /// <summary>Whether a value is an object or a list of one for each output; a list of names or objects is one output's metrics.</summary>
    private static bool IsByOutput(JsonElement? value, bool metrics = true) => value is { } given && given.ValueKind switch
    {
        JsonValueKind.Object => !given.TryGetProperty("class_name", out _),
        JsonValueKind.Array => !metrics || given.EnumerateArray().Any(static v => v.ValueKind is JsonValueKind.Array or JsonValueKind.Null),
        _ => false,
    };

    /// <summary>An output's part of a value; null where it has none.</summary>
    private static JsonElement? Of(ConfigReader options, string option, JsonElement? value, string[] outputs, int index)
    {
        if (value is not { } given || !IsByOutput(given, metrics: option.EndsWith("metrics", StringComparison.Ordinal))) return value;
        bool fits = given.ValueKind == JsonValueKind.Array ? given.GetArrayLength() == outputs.Length : given.EnumerateObject().All(p => outputs.Contains(p.Name));
        if (!fits) options.Wrong<int>(option, given, $"a value for each of the outputs {TextList.Of(outputs)}");
        return given.ValueKind == JsonValueKind.Object ? KerasConfig.Find(given, outputs[index])
            : given[index].ValueKind == JsonValueKind.Null ? null
            : given[index];
    }

    private static Loss ReadLoss(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String && Loss.Find(value.GetString()!) is { } named) return named;
        var loss = KerasObject.Read(value, "The loss");
        return Loss.FromConfig(loss.ClassName, loss.Config);
    }

    private static Optimizer ReadOptimizer(JsonElement value)
    {
        var optimizer = KerasObject.Read(value, "The optimizer");
        return Optimizer.FromConfig(optimizer.ClassName, optimizer.Config);
    }

    private static Metric[] ReadMetrics(ConfigReader options, string option, JsonElement? metrics) =>
        metrics is not { } value ? []
        : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(ReadMetric)]
        : options.Wrong<Metric[]>(option, value, "an array of metrics");

    private static Metric ReadMetric(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String && Metric.Find(value.GetString()!) is { } named) return named;
        var metric = KerasObject.Read(value, "A metric");
        return Metric.FromConfig(metric.ClassName, metric.Config);
    }
}
