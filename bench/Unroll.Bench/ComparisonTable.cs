namespace Bench;

/// <summary>Times beside the peers', with the ratios.</summary>
internal static class ComparisonTable
{
    public static void Write(TextWriter writer, Measurement[] group)
    {
        string[] peers = [.. group.Where(static m => !m.IsUnroll).Select(static m => m.Contestant).Distinct()];
        bool compares = peers.Length > 0;
        bool knowsMemory = group.Any(static m => m.PeakMegabytes > 0);
        var table = new MarkdownTable([
            "",
            group.First(static m => m.IsUnroll).Contestant,
            "spread",
            .. peers.SelectMany(static p => new[] { p, "times slower" }),
            .. If(knowsMemory, "memory, MB"),
            .. If(compares, "results differ by")]);
        foreach (Comparison point in Comparison.Of(group))
        {
            table.Add([
                point.Unroll.Name,
                Show.Time(point.Unroll.Median),
                Show.Percent(Statistics.Spread(point.Unroll.Seconds)),
                .. peers.SelectMany(p => Beside(point, p)),
                .. If(knowsMemory, Memory(point)),
                .. If(compares, $"{point.Difference:0e0}"),
            ]);
        }
        table.Write(writer);
    }

    private static string[] If(bool wanted, string cell) => wanted ? [cell] : [];

    private static string Memory(Comparison point) => point.Unroll.PeakMegabytes == 0
        ? ""
        : string.Join(" : ", point.Peers.Prepend(point.Unroll).Select(static m => $"{m.PeakMegabytes:F0}"));

    private static string[] Beside(Comparison point, string peer)
    {
        Measurement? measurement = Array.Find(point.Peers, m => m.Contestant == peer);
        return measurement is null ? ["", ""] : [Show.Time(measurement.Median), Show.Ratio(point.Ratio(measurement))];
    }
}
