using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// BLEU (Papineni et al. 2002) as sacreBLEU defines and computes it (Post 2018): how many of a text's n-grams, up to 4, stand in its references. From 0 to 100.
/// </summary>
public sealed class Bleu
{
    private const int Order = 4;
    private const double Floor = 0.1;

    /// <summary>How texts are cut into tokens.</summary>
    public BleuTokens Tokens { get; init; } = BleuTokens.Mteval13A;

    /// <summary>What counts where no n-gram of a length is right.</summary>
    public BleuSmoothing Smoothing { get; init; } = BleuSmoothing.Exponential;

    /// <summary>The score of all texts together, with one reference each.</summary>
    /// <exception cref="ArgumentException">There are no texts, or not as many references.</exception>
    public BleuScore Corpus(IReadOnlyList<string> hypotheses, IReadOnlyList<string> references) => Corpus(hypotheses, ScoredTexts.OneEach(references));

    /// <summary>The score of all texts together, with one or more references each.</summary>
    /// <exception cref="ArgumentException">There are no texts, or one has no references.</exception>
    public BleuScore Corpus(IReadOnlyList<string> hypotheses, IReadOnlyList<IReadOnlyList<string>> references)
    {
        var counts = new Counts();
        foreach (var (text, alternatives) in ScoredTexts.Pair(hypotheses, references)) Add(text, alternatives, counts);
        return Score(counts, effectiveOrder: false);
    }

    /// <summary>The score of one text, by the lengths of n-grams that it has (sacreBLEU's effective order).</summary>
    public double Sentence(string hypothesis, params IReadOnlyList<string> references)
    {
        var counts = new Counts();
        foreach (var (text, alternatives) in ScoredTexts.Pair([hypothesis], [references])) Add(text, alternatives, counts);
        return Score(counts, effectiveOrder: true).Score;
    }

    private void Add(string text, IReadOnlyList<string> references, Counts counts)
    {
        IReadOnlyList<string> tokens = BleuTokenizer.Split(text, Tokens);
        IReadOnlyList<string>[] alternatives = [.. references.Select(r => BleuTokenizer.Split(r, Tokens))];
        counts.Length += tokens.Count;
        counts.ReferenceLength += alternatives.Select(r => r.Count).OrderBy(length => Math.Abs(length - tokens.Count)).ThenBy(length => length).First();
        for (int n = 1; n <= Order; n++)
        {
            var grams = NGrams.Count(tokens, n, " ");
            var most = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var reference in alternatives)
            {
                foreach (var (gram, count) in NGrams.Count(reference, n, " ")) most[gram] = Math.Max(count, most.GetValueOrDefault(gram));
            }
            counts.Right[n - 1] += NGrams.Shared(grams, most);
            counts.All[n - 1] += Math.Max(0, tokens.Count - n + 1);
        }
    }

    private BleuScore Score(Counts counts, bool effectiveOrder)
    {
        double penalty = counts.Length >= counts.ReferenceLength ? 1 : counts.Length == 0 ? 0 : DoubleMath.Exp(1 - (double)counts.ReferenceLength / counts.Length);
        var precisions = new double[Order];
        if (counts.Right.All(right => right == 0)) return new BleuScore(0, precisions, penalty, counts.Length, counts.ReferenceLength);

        int order = Order;
        double divisor = 1;
        for (int n = 0; n < Order && counts.All[n] > 0; n++)
        {
            if (effectiveOrder) order = n + 1;
            double right = counts.Right[n];
            if (right == 0 && Smoothing == BleuSmoothing.Exponential) right = 1 / (divisor *= 2);
            if (right == 0 && Smoothing == BleuSmoothing.Floor) right = Floor;
            precisions[n] = 100 * right / counts.All[n];
        }

        double score = precisions[..order].Any(p => p == 0) ? 0 : penalty * DoubleMath.Exp(precisions[..order].Sum(DoubleMath.Log) / order);
        return new BleuScore(score, precisions, penalty, counts.Length, counts.ReferenceLength);
    }

    private sealed class Counts
    {
        public int[] Right { get; } = new int[Order];

        public int[] All { get; } = new int[Order];

        public int Length { get; set; }

        public int ReferenceLength { get; set; }
    }
}
