namespace Unroll;

/// <summary>
/// Batches that a captioner learns from by teacher forcing: inputs are pictures and [START] with the caption's words, targets the caption's words with [END]; what fills short captions up
/// has no weight.
/// </summary>
public sealed class CaptionBatches : ISeekableBatches
{
    /// <summary>"word".</summary>
    private const ulong NoiseStream = 0x776F_7264_0000_0000;

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

    /// <summary>
    /// The share of the words so far that are put in at random, from the batch's captions, so that what is to be seen counts more than what was said before
    /// (in the spirit of scheduled sampling, Bengio et al. 2015).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">No number from 0 to 1.</exception>
    public double WordNoise
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(WordNoise), value, "A share of the words is from 0 to 1.");
    }

    /// <inheritdoc/>
    public int? BatchesInPass => (_count + _batchSize - 1) / _batchSize;

    /// <inheritdoc/>
    public IEnumerable<Batch> Read(int pass, int from)
    {
        int[] order = [.. Enumerable.Range(0, _count)];
        new Philox(Seed, RandomStreams.Shuffle).Shuffle(order, (ulong)pass);
        return order.Chunk(_batchSize).Select((samples, batch) => (samples, batch)).Skip(from).Select(b => Make(pass, b.batch, b.samples));
    }

    private Batch Make(int pass, int batch, int[] samples)
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
        if (WordNoise > 0)
        {
            Disturb(words, captions, length, new Philox(Seed, NoiseStream + (ulong)pass), (ulong)batch);
        }
        DataArray pictures = CaptionerInput.Of(Array.ConvertAll(made, static m => m.Picture), _captioner.Height, _captioner.Width);
        return new Batch([pictures, new DataArray(words, samples.Length, length)], [new DataArray(next, samples.Length, length)], [new DataArray(weights, samples.Length, length)]);
    }

    /// <summary>Puts words of the captions in the place of others; [START] stays.</summary>
    private void Disturb(int[] words, int[][] captions, int length, Philox philox, ulong step)
    {
        int[] all = [.. captions.SelectMany(static c => c[1..^1])];
        if (all.Length == 0)
        {
            return;
        }
        ulong element = 0;
        for (int i = 0; i < captions.Length; i++)
        {
            for (int k = 1; k < captions[i].Length - 1; k++)
            {
                if (philox.UniformAt(step, element++) < WordNoise)
                {
                    words[(i * length) + k] = all[philox.Below(all.Length, step, ref element)];
                }
            }
        }
    }

    /// <summary>[START], the words as far as a caption may be long, [END].</summary>
    private static int[] Tokens(string caption, CaptionerSettings settings) =>
        settings.Vocabulary.Encode(settings.Tokenizer.Split(caption).Take(settings.MaxLength - 1), start: true, end: true);
}
