using System.Globalization;

namespace Unroll.Tests.Golden;

/// <summary>Walks what Keras computed. What does not run yet stands in pending.txt, and nothing else may fail.</summary>
public class GoldenTests(ITestOutputHelper output)
{
    public static TheoryData<string> Ids => [.. GoldenCases.All.Keys];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Case_AsKerasComputedIt(string id)
    {
        GoldenOutcome outcome = GoldenOutcome.Of(GoldenCases.All[id]);
        if (GoldenCases.Pending.Contains(id))
        {
            Assert.True(outcome.Error is not null, $"{id} passes: take it out of pending.txt.");
            return;
        }

        Assert.True(outcome.Error is null, $"{id}: {outcome.Error}");
    }

    [Fact]
    public void Pending_IsSortedAndNamesCasesThereAre()
    {
        string[] lines = File.ReadAllLines(Path.Combine(GoldenCases.Home, "pending.txt"));
        Assert.Equal(lines.Distinct().Order(StringComparer.Ordinal), lines);
        Assert.DoesNotContain(lines, line => !GoldenCases.All.ContainsKey(line));
    }

    [Fact]
    public void Folders_Report()
    {
        Assert.True(GoldenCases.All.Count >= 588, $"Only {GoldenCases.All.Count} cases were found in {GoldenCases.Home}.");
        foreach (var folder in GoldenCases.All.Values.GroupBy(c => c.Folder).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var run = folder.Where(c => !GoldenCases.Pending.Contains(c.Id)).Select(c => (c.Name, Outcome: GoldenOutcome.Of(c))).ToList();
            string worst = run.Count == 0 ? "" : run.MaxBy(r => r.Outcome.Worst) is var w ? $", worst error {w.Outcome.Worst.ToString("E1", CultureInfo.InvariantCulture)} in {w.Name}" : "";
            output.WriteLine($"golden {folder.Key}: {run.Count} run, {run.Count(r => r.Outcome.Error is not null)} of them failed, {folder.Count() - run.Count} pending{worst}");
        }
    }
}
