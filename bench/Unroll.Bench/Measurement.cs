namespace Bench;

/// <summary>One contestant's times for one job.</summary>
/// <param name="Group">The table that it belongs to.</param>
/// <param name="Name">The row.</param>
/// <param name="Contestant">The column.</param>
/// <param name="Seconds">One time a round.</param>
/// <param name="Checks">One number a round, which contestants are compared by.</param>
/// <param name="Flops">Floating-point operations that count; 0 where they don't.</param>
internal sealed record Measurement(string Group, string Name, string Contestant, double[] Seconds, double[] Checks, double Flops = 0)
{
    /// <summary>The most memory that a process doing nothing else had; 0 where it wasn't looked at.</summary>
    public double PeakMegabytes { get; init; }

    /// <summary>The size that a series varies; 0 without one.</summary>
    public int Size { get; init; }

    public double Median => Statistics.Median(Seconds);

    public bool IsUnroll => Contestant.StartsWith("Unroll", StringComparison.Ordinal);
}
