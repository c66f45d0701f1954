namespace Unroll;

/// <summary>
/// TER (Snover et al. 2006) as sacreBLEU computes it: insertions, deletions, substitutions and shifts of phrases a word of the reference, in percent, without regard to case.
/// </summary>
public static class TranslationEditRate
{
    /// <summary>The rate of all texts together, with one reference each. 0 is perfect; it may exceed 100.</summary>
    /// <exception cref="ArgumentException">There are no texts, or not as many references.</exception>
    public static double Corpus(IReadOnlyList<string> hypotheses, IReadOnlyList<string> references) => Corpus(hypotheses, ScoredTexts.OneEach(references));

    /// <summary>The rate of all texts together, with one or more references each: the fewest edits, by the references' mean length.</summary>
    /// <exception cref="ArgumentException">There are no texts, or one has no references.</exception>
    public static double Corpus(IReadOnlyList<string> hypotheses, IReadOnlyList<IReadOnlyList<string>> references)
    {
        double edits = 0, length = 0;
        foreach (var (text, alternatives) in ScoredTexts.Pair(hypotheses, references))
        {
            string[] words = Words(text);
            string[][] targets = [.. alternatives.Select(Words)];
            edits += targets.Min(target => new TerAlignment(target).Edits(words));
            length += targets.Average(target => target.Length);
        }
        return length > 0 ? 100 * edits / length : edits > 0 ? 100 : 0;
    }

    private static string[] Words(string text) => ScoredTexts.Words(text.ToLowerInvariant());
}
