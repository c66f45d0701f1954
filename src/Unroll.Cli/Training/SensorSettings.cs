namespace Unroll.Cli.Training;

/// <summary>What the options of <c>unroll train sensor</c> say; null where one was left out and the source decides.</summary>
internal sealed record SensorSettings
{
    public required RunSettings Run { get; init; }
    public required string Source { get; init; }
    public required IReadOnlyList<string> Columns { get; init; }
    public required string? Target { get; init; }
    public required string? Label { get; init; }
    public required SeriesFilter? Where { get; init; }
    public required bool FillGaps { get; init; }
    public required bool Relative { get; init; }
    public required bool MinMax { get; init; }
    public required int? Window { get; init; }
    public required int? StepsAhead { get; init; }
    public required int? Season { get; init; }
    public required int? Validation { get; init; }
    public required int? Test { get; init; }
    public required string? Cell { get; init; }
    public required int Units { get; init; }
}
