namespace Unroll;

/// <summary>A source and all translations of it that count as right.</summary>
/// <param name="Source">The text in the one language.</param>
/// <param name="References">Texts in the other, one or more.</param>
public sealed record ReferencedText(string Source, IReadOnlyList<string> References);

/// <summary>Pairs of texts to learn from, and others to measure on, whose sources were not learnt from.</summary>
/// <param name="Train">To learn from.</param>
/// <param name="Validation">To watch the training with.</param>
/// <param name="Test">To measure on: each source once, with all its translations.</param>
public sealed record HeldOutPairs(IReadOnlyList<TextPair> Train, IReadOnlyList<TextPair> Validation, IReadOnlyList<ReferencedText> Test)
{
    /// <summary>Divides pairs by their sources: all pairs of a source are on one side.</summary>
    /// <param name="pairs">The pairs.</param>
    /// <param name="test">The part of the sources that is held out to measure on.</param>
    /// <param name="validation">The part of the rest that is held out to watch the training with.</param>
    /// <param name="seed">Where the random order comes from.</param>
    /// <exception cref="ArgumentException">There are too few sources for three parts.</exception>
    public static HeldOutPairs Split(IReadOnlyList<TextPair> pairs, double test = 0.1, double validation = 0.02, ulong seed = 0)
    {
        (IReadOnlyList<TextPair> rest, IReadOnlyList<TextPair> held) = Divide(pairs, test, new Philox(seed, RandomStreams.Shuffle));
        return Of(rest, held, validation, seed);
    }

    /// <summary>Pairs of a data set that says itself what is for testing.</summary>
    /// <param name="train">The pairs to learn from.</param>
    /// <param name="test">The pairs to measure on.</param>
    /// <param name="validation">The part of the sources to learn from that is held out to watch the training with.</param>
    /// <param name="seed">Where the random order comes from.</param>
    /// <exception cref="ArgumentException">There are too few sources for three parts.</exception>
    public static HeldOutPairs Of(IReadOnlyList<TextPair> train, IReadOnlyList<TextPair> test, double validation = 0.02, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(test);
        (IReadOnlyList<TextPair> rest, IReadOnlyList<TextPair> held) = Divide(train, validation, new Philox(seed, RandomStreams.Shuffle + 1));
        return new HeldOutPairs(
            rest, held, [.. test.Distinct().GroupBy(static p => p.Source, StringComparer.Ordinal).Select(static g => new ReferencedText(g.Key, [.. g.Select(static p => p.Target)]))]);
    }

    /// <summary>Takes a part of the sources out, one at least.</summary>
    private static (IReadOnlyList<TextPair> Kept, IReadOnlyList<TextPair> Held) Divide(IReadOnlyList<TextPair> pairs, double share, Philox random)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        if (!(share is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "A part that is held out is more than 0 and less than 1.");
        }
        IGrouping<string, TextPair>[] sources = [.. pairs.Distinct().GroupBy(static p => p.Source, StringComparer.Ordinal).OrderBy(static g => g.Key, StringComparer.Ordinal)];
        if (sources.Length < 2)
        {
            Throw.Argument($"Of {sources.Length} different sources none can be held out: one has to be left to learn from. Pass more pairs.", nameof(pairs));
        }
        int[] order = [.. Enumerable.Range(0, sources.Length)];
        random.Shuffle(order, 0);
        int held = Math.Clamp((int)(share * sources.Length), 1, sources.Length - 1);
        return ([.. order.Skip(held).SelectMany(i => sources[i])], [.. order.Take(held).SelectMany(i => sources[i])]);
    }
}
