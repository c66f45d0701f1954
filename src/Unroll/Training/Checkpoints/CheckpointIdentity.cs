using System.Globalization;
using System.Text.Json;

namespace Unroll;

/// <summary>Whose checkpoint it is: the model, what it is compiled for, the data, and the options that the bits depend on.</summary>
internal static class CheckpointIdentity
{
    private const string ModelKey = "model";
    private const string CompileKey = "compile_config";

    public static SortedDictionary<string, string> Of(Model model, Dataset data, Dataset? validation, FitOptions options)
    {
        using JsonDocument config = JsonDocument.Parse(model.ToJson());
        return new(StringComparer.Ordinal)
        {
            [ModelKey] = config.RootElement.GetProperty("config").GetRawText(),
            [CompileKey] = config.RootElement.GetProperty(CompileConfig.Key).GetRawText(),
            ["seed"] = model.Seed.ToString(CultureInfo.InvariantCulture),
            ["data"] = Text(data),
            ["validation"] = validation is null ? "none" : Text(validation),
            [nameof(options.BatchSize)] = Text(options.BatchSize),
            [nameof(options.InitialEpoch)] = Text(options.InitialEpoch),
            [nameof(options.StepsPerEpoch)] = Text(options.StepsPerEpoch),
            [nameof(options.Shuffle)] = Text(options.Shuffle),
            [nameof(options.Shards)] = Text(options.Shards),
            [nameof(options.ValidationBatchSize)] = Text(options.ValidationBatchSize),
            [nameof(options.ValidationSteps)] = Text(options.ValidationSteps),
            [nameof(options.ValidationFrequency)] = Text(options.ValidationFrequency),
            [nameof(options.ClassWeight)] = string.Join(", ", (options.ClassWeight ?? new Dictionary<int, float>()).OrderBy(static w => w.Key).Select(static w => $"{Text(w.Key)}: {Text(w.Value)}")),
            [nameof(options.Callbacks)] = string.Join(", ", options.Callbacks.Select(static c => c.GetType().Name)),
        };
    }

    /// <exception cref="CheckpointException">The two are not the same; the message says what differs.</exception>
    public static void Require(string path, SortedDictionary<string, string> kept, SortedDictionary<string, string> given)
    {
        foreach ((string key, string now) in given)
        {
            string then = kept.GetValueOrDefault(key, "missing");
            if (then == now)
            {
                continue;
            }
            string difference = key is ModelKey or CompileKey && then != "missing" ? JsonDifference.First(key, then, now) : $"'{key}' was {Shown(then)}, but is {Shown(now)}";
            Throw.Checkpoint(path, $"it is the checkpoint of another training: {difference}. Give what it was made with, or delete the file to begin anew.");
        }
    }

    private static string Shown(string value) => value.Length == 0 ? "none" : value;

    private static string Text(object? value) => value is null ? "" : Convert.ToString(value, CultureInfo.InvariantCulture)!;

    private static string Text(Dataset data) => data.Arrays is not { } arrays
        ? "a stream of batches"
        : $"{string.Join(", ", arrays.Inputs.Select(static a => Shape.Text(a.Dimensions)))} with digest {DataDigest.Of(arrays)[..16]}";
}
