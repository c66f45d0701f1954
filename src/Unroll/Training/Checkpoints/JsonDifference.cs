using System.Text.Json;

namespace Unroll;

/// <summary>Finds where two JSON texts first differ.</summary>
internal static class JsonDifference
{
    /// <returns>"'model.layers[2].config.units' was 20, but is 30".</returns>
    public static string First(string name, string then, string now)
    {
        using JsonDocument? a = Parse(then);
        using JsonDocument b = JsonDocument.Parse(now);
        return a is null ? $"'{name}' was no JSON" : Find(name, a.RootElement, b.RootElement) ?? $"'{name}' is written in another order";
    }

    /// <returns>Null for what is damaged.</returns>
    private static JsonDocument? Parse(string text)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Find(string path, JsonElement then, JsonElement now)
    {
        if (then.ValueKind == JsonValueKind.Object && now.ValueKind == JsonValueKind.Object)
        {
            foreach (string key in then.EnumerateObject().Concat(now.EnumerateObject()).Select(static p => p.Name).Distinct())
            {
                if (FindIn($"{path}.{key}", Member(then, key), Member(now, key)) is { } difference)
                {
                    return difference;
                }
            }
            return null;
        }
        if (then.ValueKind == JsonValueKind.Array && now.ValueKind == JsonValueKind.Array)
        {
            for (int i = 0; i < Math.Max(then.GetArrayLength(), now.GetArrayLength()); i++)
            {
                if (FindIn($"{path}[{i}]", Item(then, i), Item(now, i)) is { } difference)
                {
                    return difference;
                }
            }
            return null;
        }
        return then.GetRawText() == now.GetRawText() ? null : $"'{path}' was {Shown(then)}, but is {Shown(now)}";
    }

    private static string? FindIn(string path, JsonElement? then, JsonElement? now) =>
        then is { } a && now is { } b ? Find(path, a, b) : then is null && now is null ? null : $"'{path}' was {Shown(then)}, but is {Shown(now)}";

    private static JsonElement? Member(JsonElement value, string key) => value.TryGetProperty(key, out JsonElement member) ? member : null;

    private static JsonElement? Item(JsonElement value, int index) => index < value.GetArrayLength() ? value[index] : null;

    private static string Shown(JsonElement? value)
    {
        const int most = 80;
        string text = value?.GetRawText() ?? "missing";
        return text.Length <= most ? text : $"{text[..most]}...";
    }
}
