using System.Text.Json;

namespace Bench;

/// <summary>What one run of a benchmark found, as it is saved.</summary>
/// <param name="Kind">Which benchmark.</param>
/// <param name="Quick">Whether it was a quick look.</param>
/// <param name="Machine">Where.</param>
/// <param name="Peak">What the machine could do at most.</param>
/// <param name="Measurements">Times.</param>
/// <param name="Ulps">Errors of elementary functions.</param>
internal sealed record Results(string Kind, bool Quick, Machine Machine, FmaPeak Peak, List<Measurement> Measurements, List<UlpError> Ulps)
{
    /// <summary>The order in which the report has them.</summary>
    public static string[] Kinds { get; } = ["lecture", "grid", "layers", "scaling", "micro", "ulp"];

    private static readonly JsonSerializerOptions s_options = new(Protocol.Options) { WriteIndented = true };

    public static Results Begin(string kind, bool quick) => new(kind, quick, Machine.Describe(), FmaPeak.Measure(), [], []);

    public void Save() => File.WriteAllText(PathOf(Kind), JsonSerializer.Serialize(this, s_options));

    /// <summary>The saved results; null where that benchmark has not run.</summary>
    public static Results? Load(string kind) =>
        File.Exists(PathOf(kind)) ? JsonSerializer.Deserialize<Results>(File.ReadAllText(PathOf(kind)), s_options) : null;

    /// <summary>bench/run starts the driver in its own folder.</summary>
    private static string PathOf(string kind) => Path.Combine("results", kind + ".json");
}
