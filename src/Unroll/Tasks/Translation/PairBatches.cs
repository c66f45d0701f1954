namespace Unroll;

/// <summary>
/// Batches of pairs of token sequences for a model with an encoder and a decoder: inputs source and shifted target, labels the target (<see cref="TeacherForcing"/>).
/// Pairs of about the same lengths stand together, so that little is computed for padding. Each pass has an order of its own, which follows from the seed.
/// </summary>
public sealed class PairBatches : ISeekableBatches
{
    /// <summary>Batches that are put in order of length together: enough for like lengths, few enough for batches that differ from pass to pass.</summary>
    private const int BatchesInPool = 64;

    private readonly IReadOnlyList<int[]> _sources;
    private readonly IReadOnlyList<int[]> _targets;
    private readonly int _batchSize;

    /// <summary>Batches of pairs.</summary>
    /// <param name="sources">The sources, of any lengths.</param>
    /// <param name="targets">For each its target, with the token that begins it and the one that ends it.</param>
    /// <param name="batchSize">Pairs in a batch.</param>
    /// <exception cref="ShapeException">There are not as many targets as sources.</exception>
    public PairBatches(IReadOnlyList<int[]> sources, IReadOnlyList<int[]> targets, int batchSize)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        if (sources.Count == 0)
        {
            Throw.Argument("There are no pairs to learn from. Pass at least one.", nameof(sources));
        }
        if (targets.Count != sources.Count)
        {
            Throw.Shape($"{sources.Count} sources came with {targets.Count} targets. Pass as many targets as sources.");
        }
        (_sources, _targets, _batchSize) = (sources, targets, batchSize);
    }

    /// <summary>Where the orders of the passes come from.</summary>
    public ulong Seed { get; init; }

    /// <summary>Whether each pass has an order of its own; otherwise the shortest come first.</summary>
    public bool Shuffle { get; init; } = true;

    /// <inheritdoc/>
    public int? BatchesInPass => (_sources.Count + _batchSize - 1) / _batchSize;

    /// <inheritdoc/>
    public IEnumerable<Batch> Read(int pass, int from) => Plan(pass).Skip(from).Select(Make);

    /// <summary>The pairs of each batch.</summary>
    private List<int[]> Plan(int pass)
    {
        int[] order = [.. Enumerable.Range(0, _sources.Count)];
        if (!Shuffle)
        {
            return [.. ByLength(order).Chunk(_batchSize)];
        }
        var random = new Philox(Seed, RandomStreams.Shuffle);
        random.Shuffle(order, (ulong)pass);
        var batches = new List<int[]>();
        foreach (int[] pool in order.Chunk(_batchSize * BatchesInPool))
        {
            batches.AddRange(ByLength(pool).Chunk(_batchSize));
        }
        int[] places = [.. Enumerable.Range(0, batches.Count)];
        random.Shuffle(places, (1UL << 32) + (ulong)pass);
        return [.. places.Select(place => batches[place])];
    }

    private IEnumerable<int> ByLength(int[] pairs) => pairs.OrderBy(p => _targets[p].Length).ThenBy(p => _sources[p].Length);

    private Batch Make(int[] pairs)
    {
        int[][] sources = Array.ConvertAll(pairs, p => _sources[p]), targets = Array.ConvertAll(pairs, p => _targets[p]);
        var (inputs, labels, _) = TeacherForcing.Shift(targets);
        return new Batch([Sequences.Pad(sources, Math.Max(1, sources.Max(static s => s.Length)), SequenceEnd.Back), inputs], [labels]);
    }
}
