namespace Unroll.Cli.Training;

/// <summary>What the options of <c>unroll train reuters</c> say.</summary>
internal sealed record TrainingSettings
{
    public required int Epochs { get; init; }
    public required int BatchSize { get; init; }
    public required int NumWords { get; init; }
    public required int MaxLength { get; init; }
    public required int Embedding { get; init; }
    public required int Units { get; init; }
    public required int Seed { get; init; }
    public required int? Threads { get; init; }
    public required string Folder { get; init; }
    public required bool Json { get; init; }
}
