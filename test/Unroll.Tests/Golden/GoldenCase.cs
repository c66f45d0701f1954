using System.Text.Json;

namespace Unroll.Tests.Golden;

/// <summary>One file of values that Keras computed: what it is stands in the file's metadata, the values are its tensors.</summary>
internal sealed class GoldenCase(string id, string path)
{
    /// <summary>Folder and name, as in pending.txt.</summary>
    public string Id => id;

    public string Folder => id[..id.LastIndexOf('/')];

    public string Name => id[(id.LastIndexOf('/') + 1)..];

    public SafetensorsReader Open() => SafetensorsReader.Open(path);

    /// <summary>The case's description, or null where the file is no case.</summary>
    public JsonElement? Describe()
    {
        using SafetensorsReader file = Open();
        if (!file.Metadata.TryGetValue("case", out string? text)) return null;
        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("kind", out _) ? document.RootElement.Clone() : null;
    }
}
