namespace Bench;

/// <summary>Times beside the peers', with the ratios.</summary>
internal static class ComparisonTable
{
    public static void Write(TextWriter writer, Measurement[] group)
    {
        string[] peers = [.. group.Where(static m => !m.IsUnroll).Select(static m => m.Contestant).Distinct()];
        var table = new MarkdownTable([
            "", group.First(static m => m.IsUnroll).Contestant, "spread", .. peers.SelectMany(static p => new[] { p, "times slower" }), "memory", "results differ by"]);
        foreach (Comparison point in Comparison.Of(group))
        {
            table.Add([
                point.Unroll.Name,
                Show.Time(point.Unroll.Median),
                Show.Percent(Statistics.Spread(point.Unroll.Seconds)),
                .. peers.SelectMany(p => Beside(point, p)),
                string.Join(" / ", point.Peers.Prepend(point.Unroll).Select(static m => $"{m.PeakMegabytes:F0}")) + " MB",
                point.Peers.Length == 0 ? "" : $"{point.Difference:0e0}",
            ]);
        }
        table.Write(writer);
    }

    private static string[] Beside(Comparison point, string peer)
    {
        Measurement? measurement = Array.Find(point.Peers, m => m.Contestant == peer);
        return measurement is null ? ["", ""] : [Show.Time(measurement.Median), Show.Ratio(point.Ratio(measurement))];
    }
}
