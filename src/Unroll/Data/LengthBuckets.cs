namespace Unroll;

/// <summary>
/// Batches of sequences of about the same length, each padded to its own longest, so that little is computed for padding. Each pass has an order of its own,
/// which follows from the seed.
/// </summary>
public sealed class LengthBuckets : ISeekableBatches
{
    private readonly IReadOnlyList<int[]> _sequences;
    private readonly DataArray? _targets;
    private readonly IReadOnlyList<float[]>? _steps;
    private readonly int _batchSize;

    /// <summary>Batches of token sequences with their targets.</summary>
    /// <param name="sequences">The sequences, of any lengths.</param>
    /// <param name="targets">A target for each; null without.</param>
    /// <param name="batchSize">Sequences in a batch.</param>
    /// <exception cref="ShapeException">There are not as many targets as sequences.</exception>
    public LengthBuckets(IReadOnlyList<int[]> sequences, DataArray? targets, int batchSize)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        if (sequences.Count == 0)
        {
            Throw.Argument("There are no sequences to put in buckets. Pass at least one.", nameof(sequences));
        }
        if (targets is not null && targets.Count != sequences.Count)
        {
            Throw.Shape($"{sequences.Count} samples came with {targets.Count} labels. Pass as many labels as samples.");
        }
        (_sequences, _targets, _batchSize) = (sequences, targets, batchSize);
    }

    /// <summary>Batches of token sequences with a target for each step, [batch, time, 1].</summary>
    /// <param name="sequences">The sequences, of any lengths.</param>
    /// <param name="steps">For each sequence as many targets as it is long.</param>
    /// <param name="batchSize">Sequences in a batch.</param>
    /// <exception cref="ShapeException">There are not as many targets as steps.</exception>
    public LengthBuckets(IReadOnlyList<int[]> sequences, IReadOnlyList<float[]> steps, int batchSize)
        : this(sequences, (DataArray?)null, batchSize)
    {
        ArgumentNullException.ThrowIfNull(steps);
        for (int i = 0; i < sequences.Count; i++)
        {
            int targets = i < steps.Count ? steps[i].Length : 0;
            if (targets != sequences[i].Length)
            {
                Throw.Shape($"Sequence {i} has {sequences[i].Length} steps, but {targets} targets. Pass a target for each step.");
            }
        }
        _steps = steps;
    }

    /// <summary>Lengths up to which a sequence belongs to a bucket, rising; a last bucket takes what is longer. Powers of two by default.</summary>
    public IReadOnlyList<int> Bounds { get; init; } = [.. Enumerable.Range(2, 12).Select(static n => 1 << n)];

    /// <summary>Where the orders of the passes come from.</summary>
    public ulong Seed { get; init; }

    /// <summary>Whether each pass has an order of its own.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>The end that is filled up.</summary>
    public SequenceEnd Padding { get; init; } = SequenceEnd.Back;

    /// <inheritdoc/>
    public int? BatchesInPass => _sequences.GroupBy(Bucket).Sum(bucket => (bucket.Count() + _batchSize - 1) / _batchSize);

    /// <inheritdoc/>
    public IEnumerable<Batch> Read(int pass, int from) => Plan(pass).Skip(from).Select(Make);

    /// <summary>The samples of each batch: in the order of the samples, a batch is given when its bucket is full, and what is left over at the end.</summary>
    private List<int[]> Plan(int pass)
    {
        int[] order = [.. Enumerable.Range(0, _sequences.Count)];
        if (Shuffle)
        {
            new Philox(Seed, RandomStreams.Shuffle).Shuffle(order, (ulong)pass);
        }
        var batches = new List<int[]>();
        var buckets = new SortedDictionary<int, List<int>>();
        foreach (int sample in order)
        {
            int bucket = Bucket(_sequences[sample]);
            if (!buckets.TryGetValue(bucket, out List<int>? waiting))
            {
                buckets[bucket] = waiting = [];
            }
            waiting.Add(sample);
            if (waiting.Count == _batchSize)
            {
                batches.Add([.. waiting]);
                waiting.Clear();
            }
        }
        batches.AddRange(buckets.Values.Where(static waiting => waiting.Count > 0).Select(static waiting => waiting.ToArray()));
        return batches;
    }

    private Batch Make(int[] samples)
    {
        int[][] sequences = Array.ConvertAll(samples, s => _sequences[s]);
        int length = Math.Max(1, sequences.Max(static s => s.Length));
        return new Batch(Sequences.Pad(sequences, length, Padding), _steps is null ? _targets?.Pick(samples) : Targets(samples, length));
    }

    private DataArray Targets(int[] samples, int length)
    {
        var flat = new float[samples.Length * length];
        Sequences.Pad(Array.ConvertAll(samples, s => _steps![s]), length, Padding).FlattenTo(flat);
        return new DataArray(flat, samples.Length, length, 1);
    }

    private int Bucket(int[] sequence)
    {
        int bucket = 0;
        while (bucket < Bounds.Count && sequence.Length > Bounds[bucket])
        {
            bucket++;
        }
        return bucket;
    }
}
