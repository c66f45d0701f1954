namespace Unroll.Cli.Training;

/// <summary>What a training of a small model of text was asked for.</summary>
internal sealed record TextModelSettings
{
    public required int Epochs { get; init; }

    public required int BatchSize { get; init; }

    public required int Embedding { get; init; }

    public required int Units { get; init; }

    /// <summary>The most texts, training and test together; null for all.</summary>
    public int? Limit { get; init; }

    public required int Seed { get; init; }

    public int? Threads { get; init; }

    public required string Folder { get; init; }

    public bool Json { get; init; }
}
