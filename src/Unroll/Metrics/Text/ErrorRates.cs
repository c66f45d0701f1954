namespace Unroll;

/// <summary>Edit distance, and the error rates of words, characters, phonemes or other tokens that rest on it.</summary>
public static class ErrorRates
{
    /// <summary>The fewest insertions, deletions and substitutions that make one sequence of another (Levenshtein 1966).</summary>
    public static int EditDistance<T>(IReadOnlyList<T> first, IReadOnlyList<T> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        var distances = new int[second.Count + 1];
        for (int j = 0; j < distances.Length; j++) distances[j] = j;
        for (int i = 0; i < first.Count; i++)
        {
            int diagonal = distances[0];
            distances[0] = i + 1;
            for (int j = 0; j < second.Count; j++)
            {
                int substituted = diagonal + (EqualityComparer<T>.Default.Equals(first[i], second[j]) ? 0 : 1);
                diagonal = distances[j + 1];
                distances[j + 1] = Math.Min(substituted, Math.Min(diagonal, distances[j]) + 1);
            }
        }
        return distances[^1];
    }

    /// <summary>Edits a token of the references, over all sequences: the word, phoneme or character error rate. 0 is perfect; it may exceed 1.</summary>
    /// <exception cref="ArgumentException">There are no sequences, not as many references, or no token in them.</exception>
    public static double Tokens(IReadOnlyList<IReadOnlyList<string>> hypotheses, IReadOnlyList<IReadOnlyList<string>> references) =>
        Tokens(hypotheses, ScoredTexts.OneEach(references));

    /// <summary>The same with one or more references a sequence, of which the one with the fewest edits counts, of these the longest.</summary>
    /// <exception cref="ArgumentException">There are no sequences, one has no references, or no token stands in them.</exception>
    public static double Tokens(IReadOnlyList<IReadOnlyList<string>> hypotheses, IReadOnlyList<IReadOnlyList<IReadOnlyList<string>>> references)
    {
        long edits = 0, length = 0;
        foreach (var (tokens, alternatives) in ScoredTexts.Pair(hypotheses, references))
        {
            var (fewest, closest) = alternatives.Select(r => (EditDistance(tokens, r), r.Count)).OrderBy(r => r.Item1).ThenByDescending(r => r.Count).First();
            edits += fewest;
            length += closest;
        }
        if (length == 0) Throw.Argument("The references have no tokens, so there is no rate. Pass references that are not empty.", nameof(references));
        return (double)edits / length;
    }

    /// <summary>The error rate of the words between white space.</summary>
    /// <exception cref="ArgumentException">There are no texts, not as many references, or no word in them.</exception>
    public static double Words(IReadOnlyList<string> hypotheses, IReadOnlyList<string> references)
    {
        ArgumentNullException.ThrowIfNull(hypotheses);
        ArgumentNullException.ThrowIfNull(references);
        return Tokens([.. hypotheses.Select(ScoredTexts.Words)], [.. references.Select(ScoredTexts.Words)]);
    }

    /// <summary>The part of sequences that equal their reference.</summary>
    /// <exception cref="ArgumentException">There are no sequences, or not as many references.</exception>
    public static double ExactMatch(IReadOnlyList<string> hypotheses, IReadOnlyList<string> references) => ExactMatch(hypotheses, ScoredTexts.OneEach(references));

    /// <summary>The part of sequences that equal one of their references.</summary>
    /// <exception cref="ArgumentException">There are no sequences, or one has no references.</exception>
    public static double ExactMatch(IReadOnlyList<string> hypotheses, IReadOnlyList<IReadOnlyList<string>> references) =>
        ScoredTexts.Pair(hypotheses, references).Average(pair => pair.References.Contains(pair.Text) ? 1.0 : 0.0);
}
