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

    private static JsonElement ParseEmpty()
    {
        using JsonDocument document = JsonDocument.Parse("{}");
        return document.RootElement.Clone();
    }
}
