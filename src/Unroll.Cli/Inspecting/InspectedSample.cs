namespace Unroll.Cli.Inspecting;

/// <summary>A text, a recording or another sample as a task's model reads it.</summary>
/// <param name="Model">The model.</param>
/// <param name="Sample">What it is given, one sample.</param>
/// <param name="Steps">What to call each of the sample's last steps; the steps before are padding.</param>
internal sealed record InspectedSample(Model Model, Dataset Sample, IReadOnlyList<string> Steps)
{
    /// <summary>Words that the model never saw.</summary>
    public IReadOnlyList<string> Unknown { get; init; } = [];

    /// <summary>The steps of a decoder, which reads what it has written.</summary>
    public IReadOnlyList<string> Written { get; init; } = [];

    /// <summary>What to call the steps of a layer.</summary>
    public IReadOnlyList<string> StepsOf(GateTrace trace) => trace.LayerName.StartsWith("decoder", StringComparison.Ordinal) ? Written : Steps;
}
