namespace Unroll.Cli.Predicting;

/// <summary>What <c>unroll predict</c> was asked.</summary>
internal sealed record PredictionRequest
{
    /// <summary>The model file; it is there.</summary>
    public required string Model { get; init; }

    /// <summary>Files to read, for models that read pictures or sound.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    public string? Text { get; init; }

    public string? File { get; init; }

    public required int Top { get; init; }

    /// <summary>Hypotheses that a decoder follows at once.</summary>
    public required int Beam { get; init; }

    /// <summary>Where to draw what a decoder looked at; null for nowhere.</summary>
    public string? AttentionMap { get; init; }

    public bool AsIs { get; init; }

    public bool Json { get; init; }
}
