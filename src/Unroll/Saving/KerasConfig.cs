using System.Text.Json;

namespace Unroll;

/// <summary>Reads options of a Keras config: absent and null give the default, a value of the wrong kind is an error that names the option.</summary>
internal static class KerasConfig
{
    public static double Double(JsonElement config, string name, double fallback) =>
        Find(config, name) is not { } value ? fallback
        : value.ValueKind == JsonValueKind.Number ? value.GetDouble()
        : Throw.Config<double>($"'{name}' must be a number, but is {value.GetRawText()}.");

    public static long? Long(JsonElement config, string name) =>
        Find(config, name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) ? number
        : Throw.Config<long?>($"'{name}' must be a whole number or null, but is {value.GetRawText()}.");

    public static int? Int(JsonElement config, string name) =>
        Long(config, name) is not { } value ? null
        : value is >= int.MinValue and <= int.MaxValue ? (int)value
        : Throw.Config<int?>($"'{name}' must be a 32-bit number, but is {value}.");

    public static bool Bool(JsonElement config, string name, bool fallback) =>
        Find(config, name) is not { } value ? fallback
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : Throw.Config<bool>($"'{name}' must be true or false, but is {value.GetRawText()}.");

    public static string? String(JsonElement config, string name) =>
        Find(config, name) is not { } value ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : Throw.Config<string>($"'{name}' must be a string or null, but is {value.GetRawText()}.");

    /// <summary>An option <c>axis</c> must be -1 where it is given.</summary>
    public static void RequireLastAxis(JsonElement config)
    {
        if (Int(config, "axis") is { } axis && axis != -1)
            Throw.Config($"'axis' must be -1, but is {axis}. Only the last axis can hold the classes.");
    }

    /// <summary>The option's value; null when it is absent or null.</summary>
    public static JsonElement? Find(JsonElement config, string name) =>
        config.ValueKind == JsonValueKind.Object && config.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
