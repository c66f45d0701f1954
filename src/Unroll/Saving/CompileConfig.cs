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
        json.WriteStartObject(Key);
        json.WritePropertyName("optimizer");
        KerasObject.Write(json, "keras.optimizers", training.Optimizer.ClassName, training.Optimizer.Config);
        json.WritePropertyName("loss");
        if (ReferenceEquals(Loss.Find(training.Loss.Name), training.Loss)) json.WriteStringValue(training.Loss.Name);
        else KerasObject.Write(json, "keras.losses", training.Loss.ClassName, training.Loss.Config);
        json.WriteNull("loss_weights");
        json.WriteStartArray("metrics");
        foreach (Metric metric in training.Metrics)
        {
            // An object of the class Accuracy would mean another thing to Keras than "accuracy" does.
            if (ReferenceEquals(Metric.Find(metric.Name), metric) || metric is Accuracy { Name: "accuracy" }) json.WriteStringValue(metric.Name);
            else KerasObject.Write(json, "keras.metrics", metric.ClassName, metric.Config);
        }

        json.WriteEndArray();
        json.WriteNull("weighted_metrics");
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
        Loss loss = ReadLoss(options.Required("loss"));
        Optimizer optimizer = options.TryGet("optimizer", out JsonElement value) ? ReadOptimizer(value) : new Adam();
        Metric[] metrics = options.TryGet("metrics", out value) ? ReadMetrics(options, value) : [];
        options.Unsupported("loss_weights", "weighted_metrics", "auto_scale_loss");
        options.Ignore("run_eagerly", "steps_per_execution", "jit_compile");
        options.Done();
        model.Compile(loss, optimizer, metrics);
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

    private static Metric[] ReadMetrics(ConfigReader options, JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(ReadMetric)] : options.Wrong<Metric[]>("metrics", value, "an array of metrics");

    private static Metric ReadMetric(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String && Metric.Find(value.GetString()!) is { } named) return named;
        var metric = KerasObject.Read(value, "A metric");
        return Metric.FromConfig(metric.ClassName, metric.Config);
    }
}
