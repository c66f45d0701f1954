namespace Unroll.Cli.Training;

/// <summary>What the options of <c>unroll train translate</c> say.</summary>
internal sealed record TranslationSettings
{
    public required RunSettings Run { get; init; }
    public required string Source { get; init; }
    public required string? Data { get; init; }
    public required TextTokenizer? SourceTokens { get; init; }
    public required TextTokenizer? TargetTokens { get; init; }
    public required int MaxWords { get; init; }
    public required int MaxTokens { get; init; }
    public required int? Limit { get; init; }
    public required TranslatorOptions Size { get; init; }
    public required double LearningRate { get; init; }
    public required int Beam { get; init; }
}
