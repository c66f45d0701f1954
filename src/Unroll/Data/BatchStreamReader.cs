namespace Unroll;

/// <summary>Batches of a stream.</summary>
internal sealed class BatchStreamReader(BatchSource source, bool digests) : BatchReader
{
    private IEnumerator<Batch>? _batches;
    private Batch? _batch;
    private int[] _samples = [];
    private string _digest = "";

    public override int? BatchesInPass => source.BatchesInPass;

    public override bool Repeats => false;

    public override string Digest => _digest;

    public override Batch Batch => _batch!;

    public override ReadOnlySpan<int> Samples => _samples.AsSpan(0, _batch!.Count);

    public override bool Next()
    {
        if (!MoveNext())
        {
            Close();
            (BatchInPass, _digest) = (0, "");
            Pass++;
            return false;
        }
        BatchInPass++;
        for (int known = _samples.Length; known < _batch!.Count; known++)
        {
            Array.Resize(ref _samples, Math.Max(_samples.Length, _batch.Count));
            _samples[known] = known;
        }
        if (digests)
        {
            // A source that seeks is not read again, so only the last batch can be compared.
            _digest = DataDigest.Of(_batch, source.Seeks ? "" : _digest);
        }
        return true;
    }

    public override bool Seek(int pass, int batchInPass, string digest)
    {
        Close();
        (Pass, _digest) = (pass, "");
        BatchInPass = source.Seeks && batchInPass > 0 ? batchInPass - 1 : 0;
        while (BatchInPass < batchInPass)
        {
            if (!Next())
            {
                return false;
            }
        }
        return digest == _digest;
    }

    public override void Dispose()
    {
        Close();
        base.Dispose();
    }

    private bool MoveNext()
    {
        try
        {
            _batches ??= source.Open(Pass, BatchInPass);
            if (!_batches.MoveNext())
            {
                return false;
            }
            _batch = _batches.Current ?? throw new InvalidOperationException("It gave null in place of a batch.");
            return true;
        }
#pragma warning disable CA1031 // The source is the user's: its exception goes on, with the place.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Throw.Data<bool>($"The data source failed at batch {BatchInPass + 1} of pass {Pass + 1}: {e.Message} The model has the weights of the batch before.", e);
        }
    }

    private void Close()
    {
        _batches?.Dispose();
        _batches = null;
    }
}
