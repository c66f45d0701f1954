using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Unroll;

/// <summary>A task in a model file: the model as ever, and in the metadata which task it is and what stands around the model.</summary>
public static class TaskFile
{
    /// <summary>Which task a model file holds, such as <c>text_classifier</c>, or null if it is a model alone.</summary>
    /// <param name="path">A file that a task's or a model's Save wrote.</param>
    /// <exception cref="ModelFileException">The file is damaged or of another kind.</exception>
    public static string? KindOf(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        using SafetensorsReader file = SafetensorsReader.Open(path);
        return file.Metadata.TryGetValue(ModelFile.TaskKey, out string? task) ? Parse(path, task, TaskContext.Default.SavedKind).Kind : null;
    }

    /// <summary>Writes model and settings to one file: whole, or not at all.</summary>
    internal static void Save<TSettings>(string path, Model model, string kind, TSettings settings, JsonTypeInfo<SavedTask<TSettings>> type, string? licence = null)
    {
        var metadata = new Dictionary<string, string> { [ModelFile.TaskKey] = JsonSerializer.Serialize(new SavedTask<TSettings> { Kind = kind, Settings = settings }, type) };
        if (licence is not null) metadata[ModelFile.LicenceKey] = licence;
        ModelFile.Save(model, path, metadata);
    }

    /// <summary>Reads model and settings and makes the task of them.</summary>
    /// <exception cref="ModelFileException">The file is damaged, of another kind, or holds another task or none.</exception>
    internal static TTask Load<TSettings, TTask>(string path, string kind, JsonTypeInfo<SavedTask<TSettings>> type, Func<Model, TSettings, TTask> create)
    {
        var (model, metadata) = ModelFile.Load(path);
        if (!metadata.TryGetValue(ModelFile.TaskKey, out string? json))
            return Throw.File<TTask>(path, $"it is a model, but no {Words(kind)}: its metadata has no '{ModelFile.TaskKey}'. Use Model.Load, or save it with the task's Save.");
        string found = Parse(path, json, TaskContext.Default.SavedKind).Kind;
        if (found != kind) return Throw.File<TTask>(path, $"its task is '{found}', but expected '{kind}'. Load it as what it is.");
        CheckLists(path, json);
        try
        {
            return Parse(path, json, type).Settings is { } settings ? create(model, settings) : Throw.File<TTask>(path, "its task has null for its settings. Save the model again.");
        }
        catch (ArgumentException e)
        {
            return Throw.File<TTask>(path, $"its task doesn't fit its model: {Throw.Reason(e)}");
        }
    }

    private static T Parse<T>(string path, string json, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? Throw.File<T>(path, "its task can't be read: it is null. Save the model again.");
        }
        catch (JsonException e)
        {
            return Throw.File<T>(path, $"its task can't be read: {e.Message} Save the model again.");
        }
    }

    /// <summary>The serializer refuses null for a property that can't be, but not inside a list.</summary>
    private static void CheckLists(string path, string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        if (HasNullInList(document.RootElement)) Throw.File(path, "its task can't be read: one of its lists has null in it. Save the model again.");
    }

    private static bool HasNullInList(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().Any(static v => v.ValueKind == JsonValueKind.Null || HasNullInList(v)),
        JsonValueKind.Object => value.EnumerateObject().Any(static p => HasNullInList(p.Value)),
        _ => false,
    };

    private static string Words(string kind) => kind.Replace('_', ' ');
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed class SavedKind
{
    public required string Kind { get; init; }
}

internal sealed class SavedTask<TSettings>
{
    public required string Kind { get; init; }

    public required TSettings Settings { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SavedKind))]
[JsonSerializable(typeof(SavedTask<TextClassifierSettings>))]
[JsonSerializable(typeof(SavedTask<SentenceReaderSettings>))]
[JsonSerializable(typeof(SavedTask<SpacingTaggerSettings>))]
[JsonSerializable(typeof(SavedTask<CaptionerSettings>))]
[JsonSerializable(typeof(SavedTask<TranslatorSettings>))]
internal sealed partial class TaskContext : JsonSerializerContext;
