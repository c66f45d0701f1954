using System.Text.Json;
using System.Text.Json.Serialization;

namespace Unroll;

/// <summary>A text classifier's settings as they stand in the model file.</summary>
internal static class TextClassifierJson
{
    private const string Kind = "text_classifier";

    public static string Write(TextClassifierSettings settings) =>
        JsonSerializer.Serialize(new TextClassifierTask { Kind = Kind, Settings = settings }, TextClassifierContext.Default.TextClassifierTask);

    public static TextClassifierSettings Read(string path, string json)
    {
        TextClassifierTask? task = null;
        try
        {
            task = JsonSerializer.Deserialize(json, TextClassifierContext.Default.TextClassifierTask);
        }
        catch (JsonException e)
        {
            Throw.File(path, $"its task can't be read: {e.Message} Save the model again.");
        }

        if (task?.Kind != Kind) Throw.File(path, $"its task is '{task?.Kind}', but expected '{Kind}'. Load it as what it is.");
        return task!.Settings;
    }
}

internal sealed class TextClassifierTask
{
    public required string Kind { get; init; }

    public required TextClassifierSettings Settings { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(TextClassifierTask))]
internal sealed partial class TextClassifierContext : JsonSerializerContext;
