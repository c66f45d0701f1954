namespace Unroll;

/// <summary>
/// Batches that a captioner learns from by teacher forcing: inputs are pictures and [START] with the caption's words, targets the caption's words with [END]; what fills short captions up
/// has no weight.
/// </summary>
public sealed class CaptionBatches : ISeekableBatches
{
    private readonly Captioner _captioner;
    private readonly Func<int, int, (Picture Picture, string Caption)> _sample;
    private readonly int _count;
    private readonly int _batchSize;

    /// <summary>Batches of samples that are made when they are asked for, so that each pass can bring others.</summary>
    /// <param name="captioner">Who learns.</param>
    /// <param name="count">Samples of a pass.</param>
    /// <param name="sample">Of a pass and a sample's number, both from 0, the picture and its caption.</param>
    /// <param name="batchSize">Samples in a batch.</param>
    public CaptionBatches(Captioner captioner, int count, Func<int, int, (Picture Picture, string Caption)> sample, int batchSize)
    {
        ArgumentNullException.ThrowIfNull(captioner);
        ArgumentNullException.ThrowIfNull(sample);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        (_captioner, _count, _sample, _batchSize) = (captioner, count, sample, batchSize);
    }

    /// <summary>Where the orders of the passes come from.</summary>
    public ulong Seed { get; init; }

    /// <inheritdoc/>
    public int? BatchesInPass => (_count + _batchSize - 1) / _batchSize;

    /// <inheritdoc/>
    public IEnumerable<Batch> Read(int pass, int from)
    {
        int[] order = [.. Enumerable.Range(0, _count)];
        new Philox(Seed, RandomStreams.Shuffle).Shuffle(order, (ulong)pass);
        return order.Chunk(_batchSize).Skip(from).Select(samples => Make(pass, samples));
    }

    private Batch Make(int pass, int[] samples)
    {
        (Picture Picture, string Caption)[] made = Array.ConvertAll(samples, sample => _sample(pass, sample));
        CaptionerSettings settings = _captioner.Settings;
        int[][] captions = Array.ConvertAll(made, m => Tokens(m.Caption, settings));
        int length = captions.Max(static c => c.Length) - 1;
        int[] words = new int[samples.Length * length], next = new int[words.Length];
        float[] weights = new float[words.Length];
        for (int i = 0; i < captions.Length; i++)
        {
            int[] caption = captions[i];
            caption.AsSpan(..^1).CopyTo(words.AsSpan(i * length));
            caption.AsSpan(1..).CopyTo(next.AsSpan(i * length));
            weights.AsSpan(i * length, caption.Length - 1).Fill(1);
        }
        DataArray pictures = CaptionerInput.Of(Array.ConvertAll(made, static m => m.Picture), _captioner.Height, _captioner.Width);
        return new Batch([pictures, new DataArray(words, samples.Length, length)], [new DataArray(next, samples.Length, length)], [new DataArray(weights, samples.Length, length)]);
    }

    /// <summary>[START], the words as far as a caption may be long, [END].</summary>
    private static int[] Tokens(string caption, CaptionerSettings settings) =>
        settings.Vocabulary.Encode(settings.Tokenizer.Split(caption).Take(settings.MaxLength - 1), start: true, end: true);
}
