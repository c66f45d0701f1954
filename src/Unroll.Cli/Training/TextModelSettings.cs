namespace Unroll.Cli.Training;

/// <summary>What a training of a small model of text was asked for.</summary>
internal sealed record TextModelSettings
{
    public required RunSettings Run { get; init; }
    public required int Embedding { get; init; }

    public required int Units { get; init; }

    /// <summary>The most texts, training and test together; null for all.</summary>
    public int? Limit { get; init; }
}
