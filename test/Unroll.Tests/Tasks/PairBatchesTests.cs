namespace Unroll.Tests.Tasks;

/// <summary>Teacher forcing, and pairs as batches.</summary>
public class PairBatchesTests
{
    [Fact]
    public void Shift_SequencesOfTwoLengths_ArePaddedAndWeighed()
    {
        var (inputs, labels, weights) = TeacherForcing.Shift([[2, 7, 8, 3], [2, 3]]);
        Assert.Equal([2, 7, 8, 2, 0, 0], inputs.ToArray());
        Assert.Equal([7, 8, 3, 3, 0, 0], labels.ToArray());
        Assert.Equal([1, 1, 1, 1, 0, 0], weights.ToArray());
    }

    [Fact]
    public void Shift_SequenceWithoutAnEnd_SaysWhich() => Assert.StartsWith(
        "Sequence 1 has 1 tokens, but a decoder learns from two or more: the one that begins it, and what comes next. Encode it with start and end.",
        Assert.Throws<ArgumentException>(() => TeacherForcing.Shift([[2, 3], [2]])).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Read_APass_GivesEachPairOnceInAnOrderOfItsOwn()
    {
        var batches = new PairBatches(Sources(1000), Targets(1000), 8) { Seed = 4 };
        Assert.Equal(125, batches.BatchesInPass);
        int[] first = Ids(batches.Read(0, 0)), second = Ids(batches.Read(1, 0));
        Assert.Equal(Enumerable.Range(1, 1000), first.Order());
        Assert.Equal(Enumerable.Range(1, 1000), second.Order());
        Assert.NotEqual(first, second);
        Assert.Equal(first[(3 * 8)..], Ids(batches.Read(0, 3)));
    }

    [Fact]
    public void Read_Batches_HoldLikeLengths()
    {
        // A source of n has 1 to 10 tokens, its target 3 to 12: in a pool of 64 batches each batch spans two lengths at most.
        var batches = new PairBatches(Sources(1280), Targets(1280), 10) { Seed = 4 };
        Assert.All(batches.Read(0, 0), batch => Assert.InRange(Lengths(batch).Max() - Lengths(batch).Min(), 0, 1));
        var ordered = new PairBatches(Sources(2000), Targets(2000), 10) { Shuffle = false };
        Assert.Equal(Enumerable.Range(0, 200).Select(b => 1 + (b / 20)), ordered.Read(0, 0).Select(b => Lengths(b).Max()));
    }

    [Fact]
    public void PairBatches_NoPairs_SaysSo()
    {
        Assert.StartsWith("There are no pairs to learn from. Pass at least one.", Assert.Throws<ArgumentException>(() => new PairBatches([], [], 8)).Message, StringComparison.Ordinal);
        Assert.Equal("2 sources came with 1 targets. Pass as many targets as sources.", Assert.Throws<ShapeException>(() => new PairBatches(Sources(2), Targets(1), 8)).Message);
    }

    private static int[][] Sources(int count) => [.. Enumerable.Range(1, count).Select(n => Enumerable.Repeat(n, 1 + (n % 10)).ToArray())];

    private static int[][] Targets(int count) => [.. Enumerable.Range(1, count).Select(n => (int[])[2, .. Enumerable.Repeat(n, 1 + (n % 10)), 3])];

    /// <summary>The numbers of a batch's pairs, which their first tokens are.</summary>
    private static int[] Ids(IEnumerable<Batch> batches) => [.. batches.SelectMany(b => Rows(b).Select(row => row[0]))];

    private static int[] Lengths(Batch batch) => [.. Rows(batch).Select(row => row.Count(t => t != 0))];

    private static int[][] Rows(Batch batch)
    {
        DataArray sources = batch.Inputs[0];
        var all = new TensorValue(ElementType.Int32);
        sources.CopyTo(all, [.. Enumerable.Range(0, sources.Count)]);
        return [.. all.Ints.ToArray().Chunk(sources.Dimensions[1])];
    }
}
