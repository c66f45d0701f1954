namespace Unroll;

/// <summary>Walks over a data set batch by batch, pass after pass.</summary>
internal abstract class BatchReader : IDisposable
{
    /// <summary>The pass at hand, or the next after one has ended, from 0.</summary>
    public int Pass { get; protected set; }

    /// <summary>Batches read in the pass at hand.</summary>
    public int BatchInPass { get; protected set; }

    /// <summary>The number of batches of a pass; null where it is not known.</summary>
    public abstract int? BatchesInPass { get; }

    /// <summary>Whether a pass may end inside an epoch.</summary>
    public abstract bool Repeats { get; }

    /// <summary>What identifies the batches read so far in the pass at hand; empty where nothing is kept of them.</summary>
    public virtual string Digest => "";

    /// <summary>The arrays that the batch at hand stands in.</summary>
    public abstract Batch Batch { get; }

    /// <summary>The batch's samples: their numbers in the arrays.</summary>
    public abstract ReadOnlySpan<int> Samples { get; }

    /// <param name="data">The data.</param>
    /// <param name="batchSize">Samples in a batch, where the data are arrays.</param>
    /// <param name="shuffle">Where the order of each pass comes from; null to keep the data's.</param>
    /// <param name="digests">Whether the batches of a stream are digested, for a checkpoint.</param>
    public static BatchReader Of(Dataset data, int batchSize, Philox? shuffle = null, bool digests = false) =>
        data.Arrays is { } arrays ? new ArrayReader(arrays, batchSize, shuffle) : new BatchStreamReader(data.Source!, digests);

    /// <summary>Goes on to the next batch.</summary>
    /// <returns>False at the end of a pass; the next call begins another.</returns>
    public abstract bool Next();

    /// <summary>Goes to where another reader of the same data was.</summary>
    /// <returns>Whether the data before are the same, as far as they were read.</returns>
    public abstract bool Seek(int pass, int batchInPass, string digest);

    public virtual void Dispose()
    {
    }
}

/// <summary>Samples in memory, cut into batches, each pass in an order of its own if it is to be shuffled.</summary>
internal sealed class ArrayReader(Batch arrays, int batchSize, Philox? shuffle) : BatchReader
{
    private readonly int[] _order = new int[arrays.Count];
    private int _from;
    private int _to;

    public override int? BatchesInPass => (arrays.Count + batchSize - 1) / batchSize;

    public override bool Repeats => true;

    public override Batch Batch => arrays;

    public override ReadOnlySpan<int> Samples => _order.AsSpan(_from, _to - _from);

    public override bool Next()
    {
        if (_to == arrays.Count)
        {
            _to = 0;
            BatchInPass = 0;
            Pass++;
            return false;
        }
        if (_to == 0)
        {
            Arrange();
        }
        (_from, _to) = (_to, Math.Min(_to + batchSize, arrays.Count));
        BatchInPass++;
        return true;
    }

    public override bool Seek(int pass, int batchInPass, string digest)
    {
        if (batchInPass > BatchesInPass)
        {
            return false;
        }
        (Pass, BatchInPass) = (pass, batchInPass);
        _to = Math.Min(batchInPass * batchSize, arrays.Count);
        Arrange();
        return true;
    }

    private void Arrange()
    {
        for (int i = 0; i < _order.Length; i++)
        {
            _order[i] = i;
        }
        shuffle?.Shuffle(_order, (ulong)Pass);
    }
}
