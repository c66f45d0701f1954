namespace Bench;

/// <summary>What more threads bring, beside what they bring to multiply-adds alone.</summary>
internal static class ThreadTable
{
    public static void Write(TextWriter writer, FmaPeak peak, Measurement[] group)
    {
        var table = new MarkdownTable("", "threads", "time", "times faster than one", "of the FMA peak's own gain");
        foreach (var job in group.GroupBy(static m => (m.Name, m.Contestant)))
        {
            Measurement one = job.First(static m => m.Size == 1);
            foreach (Measurement measurement in job)
            {
                double gain = one.Median / measurement.Median;
                bool all = measurement.Size == Environment.ProcessorCount && measurement.Size > 1;
                table.Add(
                    $"{job.Key.Name}, {job.Key.Contestant}",
                    $"{measurement.Size}",
                    Show.Time(measurement.Median),
                    $"{gain:F2}",
                    all ? Show.Percent(gain / (peak.AllThreads / peak.OneThread)) : "");
            }
        }
        table.Write(writer);
    }
}
