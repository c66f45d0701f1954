namespace Unroll.Cli.Training;

/// <summary>What the options of <c>unroll train captions</c> say.</summary>
internal sealed record CaptionSettings
{
    public required RunSettings Run { get; init; }
    public required string Source { get; init; }
    public required string? Data { get; init; }
    public required bool AllowMissing { get; init; }

    /// <summary>The captions' language, <c>en</c> or <c>ko</c>.</summary>
    public required string Language { get; init; }

    /// <summary>Scenes of an epoch.</summary>
    public required int Scenes { get; init; }

    public required int Tests { get; init; }
    public required int Side { get; init; }
    public required int Units { get; init; }
    public required double LearningRate { get; init; }
    public required int Beam { get; init; }
}
