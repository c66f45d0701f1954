using System.Globalization;

namespace Unroll;

/// <summary>A model as one safetensors file: the weights as tensors, the config and what else prediction needs as metadata.</summary>
internal static class ModelFile
{
    public const string FormatKey = "format";
    public const string KindKey = "kind";
    public const string ConfigKey = "config";
    public const string TaskKey = "task";
    public const string LicenceKey = "licence";

    public const string ModelKind = "model";
    public const string CheckpointKind = "checkpoint";

    /// <summary>What the names of a checkpoint's tensors begin with, but for the weights.</summary>
    public const string CheckpointPrefix = "checkpoint:";

    private const string FormatName = "unroll/";
    private const int Version = 1;

    /// <summary>Writes the file whole or not at all.</summary>
    public static void Save(Model model, string path, IReadOnlyDictionary<string, string>? extraMetadata)
    {
        SafetensorsWriter writer = Writer(model, ModelKind);
        foreach ((string key, string value) in extraMetadata ?? new Dictionary<string, string>())
        {
            if (key is FormatKey or KindKey or ConfigKey) Throw.Argument($"The metadata '{key}' is the file's own. Choose another key.", nameof(extraMetadata));
            writer.AddMetadata(key, value);
        }

        writer.Save(path);
    }

    /// <summary>A file of the model's config and weights, to which more may be added.</summary>
    public static SafetensorsWriter Writer(Model model, string kind)
    {
        var writer = new SafetensorsWriter();
        writer.AddMetadata(FormatKey, FormatName + Version.ToString(CultureInfo.InvariantCulture));
        writer.AddMetadata(KindKey, kind);
        writer.AddMetadata(ConfigKey, model.ToJson());
        foreach ((string name, Parameter weight) in model.NamedWeights) writer.AddFloats(name, weight.Shape, weight.ToArray());
        return writer;
    }

    public static (Model Model, IReadOnlyDictionary<string, string> Metadata) Load(string path)
    {
        using SafetensorsReader file = SafetensorsReader.Open(path);
        string config = CheckKind(file, path);
        Model model;
        try
        {
            model = ModelConfig.Read(config, weights => CheckShapes(file, path, weights));
        }
        catch (Exception e) when (e is ModelConfigException or ArgumentException)
        {
            throw new ModelFileException($"{path}: its config can't be read: {e.Message}", e);
        }

        foreach ((string name, Parameter weight) in model.NamedWeights)
        {
            float[] values = file.ReadFloats(name);
            CheckFinite(path, name, values);
            weight.Set(values);
        }

        return (model, file.Metadata);
    }

    private static string CheckKind(SafetensorsReader file, string path)
    {
        if (!file.Metadata.TryGetValue(ConfigKey, out string? config))
            return Throw.File<string>(path, $"it is a safetensors file, but no Unroll model: its metadata has no '{ConfigKey}'. It has {TextList.Of(file.Metadata.Keys)}. Give a file that Unroll's Save wrote.");
        file.Metadata.TryGetValue(FormatKey, out string? format);
        if (format is null || !format.StartsWith(FormatName, StringComparison.Ordinal) || !int.TryParse(format.AsSpan(FormatName.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int version))
            return Throw.File<string>(path, $"its format is '{format}', but expected '{FormatName}{Version}'. Give a file that Unroll's Save wrote.");
        if (version > Version) return Throw.File<string>(path, $"it was written by a newer Unroll: its format is {version}, and this Unroll reads up to {Version}. Update Unroll.");
        file.Metadata.TryGetValue(KindKey, out string? kind);
        return kind is ModelKind or CheckpointKind ? config : Throw.File<string>(path, $"it is of kind '{kind}', but expected '{ModelKind}'.");
    }

    /// <summary>Before any weight gets memory: the config asks for exactly the tensors that the file has.</summary>
    private static void CheckShapes(SafetensorsReader file, string path, IReadOnlyList<(string Name, Parameter Weight)> weights)
    {
        foreach ((string name, Parameter weight) in weights)
        {
            if (!file.TryGet(name, out TensorEntry? entry))
                Throw.File(path, $"its config asks for a weight '{name}', which it doesn't have. It has {TextList.Of(file.Names)}.");
            else if (entry.Type != TensorType.F32 || !weight.Shape.SequenceEqual(entry.Shape))
                Throw.File(path, $"its weight '{name}' is {entry.Type} of shape {Shape.Text(entry.Shape)}, but its config asks for F32 of shape {Shape.Text(weight.Shape)}.");
        }

        string[] unused = [.. file.Names.Except(weights.Select(w => w.Name)).Where(n => !n.StartsWith(CheckpointPrefix, StringComparison.Ordinal))];
        if (unused.Length > 0) Throw.File(path, $"it has weights that its config doesn't know: {TextList.Of(unused)}.");
    }

    private static void CheckFinite(string path, string name, ReadOnlySpan<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i])) Throw.File(path, $"its weight '{name}' has the value {values[i].ToString(CultureInfo.InvariantCulture)} at element {i}. The training went wrong; load an earlier file.");
        }
    }
}
