namespace Unroll.Cli.Inspecting;

/// <summary>A text as a task's model reads it.</summary>
/// <param name="Model">The model.</param>
/// <param name="Sample">What it is given, one sample.</param>
/// <param name="Tokens">What to call each of the sample's last steps; the steps before are padding.</param>
/// <param name="Unknown">Words that the model never saw.</param>
internal sealed record InspectedText(Model Model, Dataset Sample, IReadOnlyList<string> Tokens, IReadOnlyList<string> Unknown)
{
    /// <summary>The same for a decoder, which reads what it has written.</summary>
    public IReadOnlyList<string> Written { get; init; } = [];

    /// <summary>What to call the steps of a layer.</summary>
    public IReadOnlyList<string> TokensOf(GateTrace trace) => trace.LayerName.StartsWith("decoder", StringComparison.Ordinal) ? Written : Tokens;
}
