namespace Unroll;

/// <summary>Where a stream of batches comes from.</summary>
internal abstract class BatchSource
{
    /// <summary>The number of batches of a pass; null where it is not known.</summary>
    public virtual int? BatchesInPass => null;

    /// <summary>Whether a pass can be opened anywhere but at its beginning.</summary>
    public virtual bool Seeks => false;

    /// <summary>The batches of a pass after the first <paramref name="from"/>, which is 0 where the source can't seek.</summary>
    public abstract IEnumerator<Batch> Open(int pass, int from);

    private protected static IEnumerator<Batch> Open(IEnumerable<Batch> batches, int prefetch) =>
        prefetch == 0 ? batches.GetEnumerator() : new PrefetchedBatches(batches.ToAsyncEnumerable(), prefetch);
}

internal sealed class EnumerableSource(IEnumerable<Batch> batches, int prefetch) : BatchSource
{
    public override IEnumerator<Batch> Open(int pass, int from) => Open(batches, prefetch);
}

internal sealed class AsyncSource(IAsyncEnumerable<Batch> batches, int prefetch) : BatchSource
{
    public override IEnumerator<Batch> Open(int pass, int from) => new PrefetchedBatches(batches, prefetch);
}

internal sealed class SeekableSource(ISeekableBatches batches, int prefetch) : BatchSource
{
    public override int? BatchesInPass => batches.BatchesInPass;

    public override bool Seeks => true;

    public override IEnumerator<Batch> Open(int pass, int from) => Open(batches.Read(pass, from), prefetch);
}
