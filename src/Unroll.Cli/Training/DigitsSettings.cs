namespace Unroll.Cli.Training;

/// <summary>What the options of <c>unroll train digits</c> say.</summary>
internal sealed record DigitsSettings
{
    public required RunSettings Run { get; init; }
    public required string Data { get; init; }
    public required int Copies { get; init; }
    public required string Cell { get; init; }
    public required int Units { get; init; }
}
