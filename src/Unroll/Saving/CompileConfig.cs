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
        if (IsByOutput(losses))
        {
            model.Compile([.. losses.EnumerateObject().Where(l => l.Value.ValueKind != JsonValueKind.Null).Select(loss => new OutputLoss(loss.Name, ReadLoss(loss.Value))
            {
                Weight = Of(weights, loss.Name) is not { } weight ? 1 : weight.ValueKind == JsonValueKind.Number ? weight.GetDouble() : options.Wrong<double>("loss_weights", weight, "a number for each output"),
                Metrics = ReadMetrics(options, "metrics", Of(metrics, loss.Name)),
                WeightedMetrics = ReadMetrics(options, "weighted_metrics", Of(weighted, loss.Name)),
            })], optimizer);
            return;
        }

        if (weights is { } given) options.Wrong<int>("loss_weights", given, "a weight for each of several outputs by name, as for the loss");
        model.Compile(ReadLoss(losses), optimizer, ReadMetrics(options, "metrics", metrics), ReadMetrics(options, "weighted_metrics", weighted));
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

    private static bool IsByOutput(JsonElement value) => value.ValueKind == JsonValueKind.Object && !value.TryGetProperty("class_name", out _);

    private static JsonElement? Of(JsonElement? byOutput, string output) => byOutput is { } value ? KerasConfig.Find(value, output) : null;

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
