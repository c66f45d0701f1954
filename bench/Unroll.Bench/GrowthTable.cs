namespace Bench;

/// <summary>The power of the size that time and memory grow with, from the first size to the last.</summary>
internal static class GrowthTable
{
    public static void Write(TextWriter writer, Measurement[] group)
    {
        if (group[0].Size == 0)
        {
            return;
        }
        var table = new MarkdownTable("grows with the power", "time", "memory");
        foreach (var series in group.GroupBy(static m => m.Contestant))
        {
            double[] sizes = [.. series.Select(static m => (double)m.Size)];
            table.Add(
                series.Key,
                $"{Statistics.LogSlope(sizes, [.. series.Select(static m => m.Median)]):F2}",
                $"{Statistics.LogSlope(sizes, [.. series.Select(static m => m.PeakMegabytes)]):F2}");
        }
        table.Write(writer);
    }
}
