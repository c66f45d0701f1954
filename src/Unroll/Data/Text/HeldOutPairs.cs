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
    /// <param name="validation">The part of the sources that is held out to watch the training with.</param>
    /// <param name="seed">Where the random order comes from.</param>
    /// <exception cref="ArgumentException">There are too few sources for three parts.</exception>
    public static HeldOutPairs Split(IReadOnlyList<TextPair> pairs, double test = 0.1, double validation = 0.02, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(test);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(validation);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(test + validation, 1.0, nameof(test));
        IGrouping<string, TextPair>[] sources = [.. pairs.Distinct().GroupBy(static p => p.Source, StringComparer.Ordinal).OrderBy(static g => g.Key, StringComparer.Ordinal)];
        if (sources.Length < 3)
        {
            Throw.Argument($"There are {sources.Length} different sources, but dividing them into training, validation and test needs 3 or more. Pass more pairs.", nameof(pairs));
        }
        int[] order = [.. Enumerable.Range(0, sources.Length)];
        new Philox(seed, RandomStreams.Shuffle).Shuffle(order, 0);
        int tests = Part(test), validations = Part(validation);
        return new HeldOutPairs(
            [.. order.Skip(tests + validations).SelectMany(i => sources[i])],
            [.. order.Skip(tests).Take(validations).SelectMany(i => sources[i])],
            [.. order.Take(tests).Select(i => new ReferencedText(sources[i].Key, [.. sources[i].Select(static p => p.Target)]))]);

        int Part(double share) => Math.Clamp((int)(share * sources.Length), 1, (sources.Length - 1) / 2);
    }
}
