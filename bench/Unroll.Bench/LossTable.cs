namespace Bench;

/// <summary>What the contestants' losses are, epoch by epoch.</summary>
internal static class LossTable
{
    public static void Write(TextWriter writer, Measurement[] group)
    {
        var table = new MarkdownTable(["epoch", .. group.Select(static m => m.Contestant)]);
        for (int epoch = 0; epoch < group[0].Checks.Length; epoch++)
        {
            table.Add([$"{epoch + 1}", .. group.Select(m => $"{m.Checks[epoch]:F5}")]);
        }
        table.Write(writer);
    }
}
