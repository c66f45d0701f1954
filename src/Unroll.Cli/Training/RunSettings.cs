namespace Unroll.Cli.Training;

/// <summary>What every training is asked for.</summary>
internal sealed record RunSettings
{
    public required int Epochs { get; init; }
    public required int BatchSize { get; init; }
    public required int Seed { get; init; }
    public required int? Threads { get; init; }
    public required string Folder { get; init; }
    public required bool Json { get; init; }

    /// <summary>Training steps that all epochs over so many samples make.</summary>
    public double StepsOver(int samples) => (double)Epochs * ((samples + BatchSize - 1) / BatchSize);
}
