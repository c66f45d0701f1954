namespace Bench;

/// <summary>Unroll beside its peers at one point: the measurements of one name in one group.</summary>
internal sealed class Comparison
{
    private Comparison(Measurement unroll, Measurement[] peers) => (Unroll, Peers) = (unroll, peers);

    public Measurement Unroll { get; }

    public Measurement[] Peers { get; }

    /// <summary>How far the contestants' results lie apart in the first round, relative to Unroll's.</summary>
    public double Difference => Peers.Length == 0 ? 0 : Peers.Max(p => Math.Abs(p.Checks[0] - Unroll.Checks[0]) / Math.Abs(Unroll.Checks[0]));

    /// <summary>The peer's time over Unroll's: how many times faster Unroll is.</summary>
    public Interval Ratio(Measurement peer) => Statistics.Ratio(peer.Seconds, Unroll.Seconds);

    public static IEnumerable<Comparison> Of(IEnumerable<Measurement> measurements) => measurements
        .GroupBy(static m => (m.Group, m.Name, m.Size))
        .Where(static g => g.Any(static m => m.IsUnroll))
        .Select(static g => new Comparison(g.First(static m => m.IsUnroll), [.. g.Where(static m => !m.IsUnroll)]));
}
