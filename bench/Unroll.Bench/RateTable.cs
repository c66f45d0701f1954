namespace Bench;

/// <summary>Work that counts in a second, and its share of the machine's peak on all cores; on one core for what runs on one.</summary>
internal static class RateTable
{
    public static void Write(TextWriter writer, FmaPeak peak, Measurement[] group)
    {
        bool oneCore = group[0].Group.EndsWith(Groups.OneCore, StringComparison.Ordinal);
        double most = oneCore ? peak.OneThread : peak.AllThreads;
        var table = new MarkdownTable("", "time", "spread", "GFLOP/s", "of the peak", "of the size below");
        for (int i = 0; i < group.Length; i++)
        {
            Measurement m = group[i];
            double rate = m.Flops / m.Median / 1e9;
            table.Add(
                m.Name, Show.Time(m.Median), Show.Percent(Statistics.Spread(m.Seconds)), $"{rate:F1}", Show.Percent(rate / most),
                m.Name.EndsWith(Groups.Odd, StringComparison.Ordinal) ? Show.Percent(rate / (group[i + 1].Flops / group[i + 1].Median / 1e9)) : "");
        }
        table.Write(writer);
    }
}
