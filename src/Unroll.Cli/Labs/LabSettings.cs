namespace Unroll.Cli.Labs;

/// <summary>What <c>unroll lab</c> was asked.</summary>
internal sealed record LabSettings
{
    public ulong Seed { get; init; } = 42;

    /// <summary>Small sizes that take seconds, to see that all works; the findings are those of small sizes.</summary>
    public bool Quick { get; init; }
}
