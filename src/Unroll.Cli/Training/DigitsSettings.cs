namespace Unroll.Cli.Training;

/// <summary>What the options of <c>unroll train digits</c> say.</summary>
internal sealed record DigitsSettings
{
    public required string Data { get; init; }
    public required int Copies { get; init; }
    public required string Cell { get; init; }
    public required int Units { get; init; }
    public required int Epochs { get; init; }
    public required int BatchSize { get; init; }
    public required int Seed { get; init; }
    public required int? Threads { get; init; }
    public required string Folder { get; init; }
    public required bool Json { get; init; }
}
