namespace Bench;

/// <summary>docs/performance.md, from the saved results.</summary>
internal static class PerformancePage
{
    private const string Path = "../docs/performance.md";

    /// <summary>What a person has to say of the figures.</summary>
    private const string Notes = "notes.md";

    public static void Write()
    {
        Results[] all = [.. Results.Kinds.Select(Results.Load).OfType<Results>()];
        using var writer = new StreamWriter(Path) { NewLine = "\n" };
        writer.WriteLine("# Performance");
        writer.WriteLine();
        writer.WriteLine("Written by `bench/run report` from the last run of each benchmark. [bench/README.md](../bench/README.md) says how they are made and how to read them;");
        writer.WriteLine("`bench/run lecture`, `grid`, `layers`, `scaling`, `micro` and `micro ulp` repeat them.");
        writer.WriteLine();
        writer.WriteLine(File.ReadAllText(Notes));
        WriteBehind(writer, all);
        foreach (Results results in all)
        {
            writer.WriteLine($"## bench/run {(results.Kind == "ulp" ? "micro ulp" : results.Kind)}");
            writer.WriteLine();
            Tables.Write(writer, results);
        }
        Console.Error.WriteLine($"{all.Length} results are in docs/performance.md.");
    }

    /// <summary>The points where Unroll is not ahead for sure come first.</summary>
    private static void WriteBehind(TextWriter writer, Results[] all)
    {
        var table = new MarkdownTable("point", "peer", "times slower than Unroll");
        int points = 0;
        foreach (Comparison point in all.SelectMany(static r => Comparison.Of(r.Measurements.Where(static m => m.Name != "loss"))))
        {
            foreach (Measurement peer in point.Peers)
            {
                points++;
                Interval ratio = point.Ratio(peer);
                if (ratio.Low <= 1)
                {
                    table.Add($"{peer.Group}: {peer.Name}{(peer.Group == Groups.Threads ? $", {peer.Size} threads" : "")}", peer.Contestant, Show.Ratio(ratio));
                }
            }
        }
        writer.WriteLine("## Where a peer is ahead");
        writer.WriteLine();
        writer.WriteLine($"{table.Count} of {points} comparisons: the interval's lower bound is 1 or less.");
        writer.WriteLine();
        table.Write(writer);
    }
}
