using System.Collections;
using System.Threading.Channels;

namespace Unroll;

/// <summary>Batches that a task reads ahead, a bounded number of them.</summary>
internal sealed class PrefetchedBatches : IEnumerator<Batch>
{
    private readonly Channel<Batch> _channel;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _reading;

    public PrefetchedBatches(IAsyncEnumerable<Batch> batches, int ahead)
    {
        _channel = Channel.CreateBounded<Batch>(new BoundedChannelOptions(ahead) { SingleReader = true, SingleWriter = true });
        _reading = Task.Run(() => ReadAsync(batches));
    }

    public Batch Current { get; private set; } = null!;

    object IEnumerator.Current => Current;

    public bool MoveNext()
    {
        if (!_channel.Reader.TryRead(out Batch? batch))
        {
            // Where the source failed, this rethrows its exception.
            if (!_channel.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            {
                return false;
            }
            _ = _channel.Reader.TryRead(out batch);
        }
        Current = batch!;
        return true;
    }

    public void Reset() => throw new NotSupportedException();

    /// <summary>Ends the reading as soon as the source lets it, without waiting for that.</summary>
    public void Dispose()
    {
        _end.Cancel();
        _reading.ContinueWith(_ => _end.Dispose(), TaskScheduler.Default);
    }

    private async Task ReadAsync(IAsyncEnumerable<Batch> batches)
    {
        try
        {
            await foreach (Batch batch in batches.WithCancellation(_end.Token).ConfigureAwait(false))
            {
                await _channel.Writer.WriteAsync(batch, _end.Token).ConfigureAwait(false);
            }
            _channel.Writer.Complete();
        }
#pragma warning disable CA1031 // Whatever the source throws is thrown again where the batch was wanted.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _channel.Writer.Complete(e);
        }
    }
}
