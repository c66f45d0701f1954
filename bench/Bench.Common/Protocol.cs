using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bench;

/// <summary>What the driver says, a line of JSON: get a job ready, or do it some times.</summary>
/// <param name="Job">The job to get ready; null to do the one at hand.</param>
/// <param name="Repeats">How often it is done in this round.</param>
public sealed record Command(Job? Job, int Repeats = 1);

/// <summary>What a contestant says back, a line of JSON.</summary>
/// <param name="Version">Who speaks.</param>
/// <param name="Seconds">How long the job took, a mean over the repeats.</param>
/// <param name="Outcome">What the last repeat came to.</param>
/// <param name="PeakMegabytes">The most memory that the process has had.</param>
/// <param name="Error">What went wrong, if something did.</param>
public sealed record Answer(string Version, double Seconds, Outcome? Outcome, double PeakMegabytes, string? Error = null);

/// <summary>Lines of JSON.</summary>
public static class Protocol
{
    /// <summary>Enumerations by name; not-a-number allowed.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        Converters = { new JsonStringEnumConverter() },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>A value as one line.</summary>
    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    /// <summary>A line's value.</summary>
    public static T Read<T>(string line) => JsonSerializer.Deserialize<T>(line, Options)!;
}
