namespace Unroll.Cli.Training;

/// <summary>What the options of <c>unroll train reuters</c> say.</summary>
internal sealed record TrainingSettings
{
    public required RunSettings Run { get; init; }
    public required int NumWords { get; init; }
    public required int MaxLength { get; init; }
    public required int Embedding { get; init; }
    public required int Units { get; init; }
}
