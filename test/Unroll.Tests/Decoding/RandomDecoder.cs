using System.Numerics;

namespace Unroll.Tests.Decoding;

/// <summary>A decoder whose probabilities are drawn anew for each beginning of a sequence, from few values, so that many are equal.</summary>
internal sealed class RandomDecoder(IReadOnlyList<ulong> seeds, int tokens, int levels) : IStepDecoder
{
    private const int Words = 3;

    public int Sources => seeds.Count;

    public int Tokens => tokens;

    public int StateSize => Words;

    public int AttentionSize => 1;

    /// <summary>The same for one of the sources.</summary>
    public RandomDecoder Only(int source) => new([seeds[source]], tokens, levels);

    /// <summary>The most rows of a step.</summary>
    public int MostRows { get; private set; }

    public void Begin(int source, Span<float> state) => Write(seeds[source] * 0x9E3779B97F4A7C15UL, state);

    public void Step(DecoderStep step)
    {
        MostRows = Math.Max(MostRows, step.Rows);
        for (int row = 0; row < step.Rows; row++)
        {
            ulong hash = Mix(Read(step.States.Slice(row * Words, Words)) + (ulong)step.Tokens[row] + 1);
            Write(hash, step.NextStates.Slice(row * Words, Words));
            LogProbabilities(hash).CopyTo(step.LogProbabilities[(row * tokens)..]);
            step.Attention[row] = step.Tokens[row];
        }
    }

    /// <summary>What a plain walk finds: the likeliest token each time, the lowest of equal ones.</summary>
    public (List<int> Tokens, double LogProbability) Walk(int source, DecodingOptions options)
    {
        var found = new List<int>();
        var state = new float[Words];
        Begin(source, state);
        double sum = 0;
        for (int last = options.StartToken; found.Count < options.MaxLength && last != options.EndToken; found.Add(last))
        {
            ulong hash = Mix(Read(state) + (ulong)last + 1);
            Write(hash, state);
            float[] next = LogProbabilities(hash);
            last = Array.IndexOf(next, next.Max());
            sum += next[last];
        }
        return (found, sum);
    }

    private float[] LogProbabilities(ulong hash)
    {
        var logits = new double[tokens];
        for (int t = 0; t < tokens; t++)
        {
            logits[t] = (Mix(hash + (ulong)t) % (ulong)levels) / 2.0;
        }
        double log = Math.Log(logits.Sum(Math.Exp));
        return [.. logits.Select(l => (float)(l - log))];
    }

    // 22 bits a number are exact in a float.
    private static void Write(ulong hash, Span<float> state)
    {
        for (int i = 0; i < Words; i++)
        {
            state[i] = (hash >> (22 * i)) & 0x3FFFFF;
        }
    }

    private static ulong Read(ReadOnlySpan<float> state)
    {
        ulong hash = 0;
        for (int i = 0; i < Words; i++)
        {
            hash |= (ulong)state[i] << (22 * i);
        }
        return hash;
    }

    private static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9UL;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EBUL;
        return BitOperations.RotateLeft(x ^ (x >> 31), 7);
    }
}
