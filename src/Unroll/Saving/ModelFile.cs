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
    public const string WeightsKind = "weights";

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

    /// <summary>Writes the weights without the config, whole or not at all.</summary>
    public static void SaveWeights(Model model, string path)
    {
        var writer = new SafetensorsWriter();
        AddWeights(writer, model, WeightsKind);
        writer.Save(path);
    }

    /// <summary>A file of the model's config and weights, to which more may be added.</summary>
    public static SafetensorsWriter Writer(Model model, string kind)
    {
        var writer = new SafetensorsWriter();
        writer.AddMetadata(ConfigKey, model.ToJson());
        AddWeights(writer, model, kind);
        return writer;
    }

    private static void AddWeights(SafetensorsWriter writer, Model model, string kind)
    {
        writer.AddMetadata(FormatKey, FormatName + Version.ToString(CultureInfo.InvariantCulture));
        writer.AddMetadata(KindKey, kind);
        foreach ((string name, Parameter weight) in model.NamedWeights) writer.AddFloats(name, weight.Shape, weight.ToArray());
    }

    /// <summary>Gives a model the weights of a file of any kind; all of them, or none if they don't fit.</summary>
    public static void LoadWeights(Model model, string path)
    {
        using SafetensorsReader file = SafetensorsReader.Open(path);
        CheckVersion(file, path);
        (string Name, Parameter Weight)[] weights = [.. model.NamedWeights];
        CheckShapes(file, path, weights, "the model");
        float[][] values = [.. weights.Select(w => ReadFinite(file, path, w.Name))];
        for (int i = 0; i < weights.Length; i++) weights[i].Weight.Set(values[i]);
    }

    public static (Model Model, IReadOnlyDictionary<string, string> Metadata) Load(string path)
    {
        using SafetensorsReader file = SafetensorsReader.Open(path);
        string config = CheckKind(file, path);
        Model model;
        try
        {
            model = ModelConfig.Read(config, weights => CheckShapes(file, path, weights, "its config"));
        }
        catch (Exception e) when (e is ModelConfigException or ArgumentException)
        {
            throw new ModelFileException($"{path}: its config can't be read: {Throw.Reason(e)}", e);
        }

        foreach ((string name, Parameter weight) in model.NamedWeights) weight.Set(ReadFinite(file, path, name));
        return (model, file.Metadata);
    }

    private static string CheckKind(SafetensorsReader file, string path)
    {
        file.Metadata.TryGetValue(KindKey, out string? kind);
        if (kind == WeightsKind) return Throw.File<string>(path, "it has weights without a config. Build the model and give it the weights with LoadWeights.");
        if (!file.Metadata.TryGetValue(ConfigKey, out string? config))
            return Throw.File<string>(path, $"it is a safetensors file, but no Unroll model: its metadata has no '{ConfigKey}'. It has {TextList.Of(file.Metadata.Keys)}. Give a file that Unroll's Save wrote.");
        CheckVersion(file, path);
        return kind is ModelKind or CheckpointKind ? config : Throw.File<string>(path, $"it is of kind '{kind}', but expected '{ModelKind}'.");
    }

    private static void CheckVersion(SafetensorsReader file, string path)
    {
        file.Metadata.TryGetValue(FormatKey, out string? format);
        int version = 0;
        if (format is null || !format.StartsWith(FormatName, StringComparison.Ordinal) || !int.TryParse(format.AsSpan(FormatName.Length), NumberStyles.None, CultureInfo.InvariantCulture, out version))
            Throw.File(path, $"its format is '{format}', but expected '{FormatName}{Version}'. Give a file that Unroll's Save wrote.");
        if (version > Version) Throw.File(path, $"it was written by a newer Unroll: its format is {version}, and this Unroll reads up to {Version}. Update Unroll.");
    }

    /// <summary>Before any weight gets memory: the config, or whoever else, asks for exactly the tensors that the file has.</summary>
    public static void CheckShapes(SafetensorsReader file, string path, IReadOnlyList<(string Name, Parameter Weight)> weights, string asker)
    {
        foreach ((string name, Parameter weight) in weights)
        {
            if (!file.TryGet(name, out TensorEntry? entry))
                Throw.File(path, $"{asker} asks for a weight '{name}', which it doesn't have. It has {TextList.Of(file.Names)}.");
            else if (entry.Type != TensorType.F32 || !weight.Shape.SequenceEqual(entry.Shape))
                Throw.File(path, $"its weight '{name}' is {entry.Type} of shape {Shape.Text(entry.Shape)}, but {asker} asks for F32 of shape {Shape.Text(weight.Shape)}.");
        }

        string[] unused = [.. file.Names.Except(weights.Select(w => w.Name)).Where(n => !n.StartsWith(CheckpointPrefix, StringComparison.Ordinal))];
        if (unused.Length > 0) Throw.File(path, $"it has weights that {asker} doesn't know: {TextList.Of(unused)}.");
    }

    private static float[] ReadFinite(SafetensorsReader file, string path, string name)
    {
        float[] values = file.ReadFloats(name);
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i])) Throw.File(path, $"its weight '{name}' has the value {values[i].ToString(CultureInfo.InvariantCulture)} at element {i}. The training went wrong; load an earlier file.");
        }

        return values;
    }
}
