namespace Unroll.Tests.Data.Text;

public class HeldOutPairsTests
{
    [Fact]
    public void Split_Pairs_KeepsAllOfASourceOnOneSide()
    {
        TextPair[] pairs = [.. Enumerable.Range(0, 300).Select(n => new TextPair($"s{n % 100}", $"t{n}"))];
        var data = HeldOutPairs.Split(pairs);
        Assert.Equal((10, 1, 89), (data.Test.Count, data.Validation.Count / 3, data.Train.Count / 3));
        Assert.All(data.Test, t => Assert.Equal(3, t.References.Count));
        string[][] sides = [[.. data.Train.Select(p => p.Source).Distinct()], [.. data.Validation.Select(p => p.Source).Distinct()], [.. data.Test.Select(p => p.Source)]];
        Assert.Equal(100, sides.SelectMany(s => s).Distinct().Count());
        Assert.Equal(100, sides.Sum(s => s.Length));
    }

    [Fact]
    public void Split_OtherOrderOrDoublePairs_IsTheSame()
    {
        TextPair[] pairs = [.. Enumerable.Range(0, 50).Select(n => new TextPair($"s{n}", $"t{n}"))];
        var expected = HeldOutPairs.Split(pairs, seed: 1);
        var other = HeldOutPairs.Split([.. pairs.Reverse(), .. pairs], seed: 1);
        Assert.Equal(expected.Test.Select(t => t.Source), other.Test.Select(t => t.Source));
        Assert.Equal(expected.Train, other.Train);
        Assert.NotEqual(expected.Train, HeldOutPairs.Split(pairs, seed: 2).Train);
    }

    [Fact]
    public void Of_MarkedTest_KeepsIt()
    {
        var data = HeldOutPairs.Of([new("a", "1"), new("b", "2"), new("c", "3")], [new("d", "4"), new("d", "5")]);
        Assert.Equal(["4", "5"], Assert.Single(data.Test).References);
        Assert.Equal((2, 1), (data.Train.Count, data.Validation.Count));
    }

    [Fact]
    public void Split_TooFewSources_SaysSo() => Assert.StartsWith(
        "Of 1 different sources none can be held out: one has to be left to learn from. Pass more pairs.",
        Assert.Throws<ArgumentException>(() => HeldOutPairs.Split([new("a", "1"), new("a", "2")])).Message,
        StringComparison.Ordinal);
}
