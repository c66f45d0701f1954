using Unroll.Plots;

namespace Unroll.Cli.Evaluation;

/// <summary>What was taken for what.</summary>
internal static class Confusion
{
    /// <summary>A heat map with a row for each label that occurs: the share of its cases that got each label.</summary>
    public static HeatMap Map(IReadOnlyList<string> labels, int[] truth, int[] named, string truthTitle, string namedTitle)
    {
        int[] rows = [.. Enumerable.Range(0, labels.Count).Where(label => truth.Contains(label))];
        var shares = new float[rows.Length, labels.Count];
        for (int i = 0; i < truth.Length; i++)
            shares[Array.IndexOf(rows, truth[i]), named[i]] += 1f / truth.Count(label => label == truth[i]);
        return new HeatMap(shares, [.. rows.Select(row => labels[row])], labels) { RowsTitle = truthTitle, ColumnsTitle = namedTitle, Range = (0, 1) };
    }
}
