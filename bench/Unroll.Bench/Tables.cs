namespace Bench;

/// <summary>Results as tables.</summary>
internal static class Tables
{
    public static void Write(TextWriter writer, Results results)
    {
        writer.WriteLine($"{results.Machine}{(results.Quick ? "; a quick look" : "")}.");
        writer.WriteLine($"FMA peak: {results.Peak.OneThread:F0} GFLOP/s on one core, {results.Peak.AllThreads:F0} on all at once.");
        writer.WriteLine();
        foreach (var group in results.Measurements.GroupBy(static m => m.Group))
        {
            writer.WriteLine($"### {group.Key}");
            writer.WriteLine();
            WriteGroup(writer, results, [.. group]);
        }
        UlpTable.Write(writer, results.Ulps);
    }

    private static void WriteGroup(TextWriter writer, Results results, Measurement[] group)
    {
        if (group[0].Name == "loss")
        {
            LossTable.Write(writer, group);
        }
        else if (group[0].Group == Groups.Threads)
        {
            ThreadTable.Write(writer, results.Peak, group);
        }
        else if (group.All(static m => m.IsUnroll) && group[0].Flops > 0)
        {
            RateTable.Write(writer, results.Peak, group);
        }
        else
        {
            ComparisonTable.Write(writer, group);
            GrowthTable.Write(writer, group);
        }
    }
}
