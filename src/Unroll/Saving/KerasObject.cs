using System.Text.Json;

namespace Unroll;

/// <summary>What Keras writes for an object: its class's name and its options; for an object without options also the name alone.</summary>
internal sealed record KerasObject(string ClassName, JsonElement Config)
{
    private static readonly JsonElement Empty = ParseEmpty();

    /// <param name="value">The JSON: a name or an object with <c>class_name</c> and <c>config</c>.</param>
    /// <param name="where">What errors call the place.</param>
    public static KerasObject Read(JsonElement value, string where)
    {
        if (value.ValueKind == JsonValueKind.String) return new KerasObject(value.GetString()!, Empty);
        if (value.ValueKind != JsonValueKind.Object
            || !value.TryGetProperty("class_name", out JsonElement name) || name.ValueKind != JsonValueKind.String)
            return Throw.Config<KerasObject>($"{where} is a JSON {value.ValueKind} without 'class_name', but expected an object as Keras writes it.");
        return new KerasObject(name.GetString()!, value.TryGetProperty("config", out JsonElement config) && config.ValueKind != JsonValueKind.Null ? config : Empty);
    }

    public ConfigReader Options(string owner) => new(Config, owner);

    /// <summary>Writes the object as Keras does.</summary>
    public static void Write(Utf8JsonWriter json, string module, string className, IReadOnlyDictionary<string, object?> config)
    {
        json.WriteStartObject();
        json.WriteString("module", module);
        json.WriteString("class_name", className);
        json.WriteStartObject("config");
        foreach ((string key, object? value) in config) WriteOption(json, key, value);
        json.WriteEndObject();
        json.WriteNull("registered_name");
        json.WriteEndObject();
    }

    private static void WriteOption(Utf8JsonWriter json, string key, object? value)
    {
        switch (value)
        {
            case null: json.WriteNull(key); break;
            case bool truth: json.WriteBoolean(key, truth); break;
            case int whole: json.WriteNumber(key, whole); break;
            case long whole: json.WriteNumber(key, whole); break;
            case float number: json.WriteNumber(key, number); break;
            case double number: json.WriteNumber(key, number); break;
            case string text: json.WriteString(key, text); break;
            case IReadOnlyList<int> numbers:
                json.WriteStartArray(key);
                foreach (int number in numbers) json.WriteNumberValue(number);
                json.WriteEndArray();
                break;
            case IReadOnlyList<double> numbers:
                json.WriteStartArray(key);
                foreach (double number in numbers) json.WriteNumberValue(number);
                json.WriteEndArray();
                break;
            case IReadOnlyList<string> texts:
                json.WriteStartArray(key);
                foreach (string text in texts) json.WriteStringValue(text);
                json.WriteEndArray();
                break;
            case LearningRateSchedule schedule:
                json.WritePropertyName(key);
                Write(json, "keras.optimizers.schedules", schedule.ClassName, new Dictionary<string, object?>(schedule.Config) { ["name"] = schedule.Name });
                break;
            default: Throw.State($"The option '{key}' is a {value.GetType().Name}, which has no place in a Keras config."); break;
        }
    }

    private static JsonElement ParseEmpty()
    {
        using JsonDocument document = JsonDocument.Parse("{}");
        return document.RootElement.Clone();
    }
}
