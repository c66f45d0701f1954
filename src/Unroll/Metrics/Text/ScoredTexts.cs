namespace Unroll;

/// <summary>What is scored beside what it should be.</summary>
internal static class ScoredTexts
{
    /// <summary>Each text with one reference as one with a list of them.</summary>
    public static IReadOnlyList<IReadOnlyList<T>> OneEach<T>(IReadOnlyList<T> references)
    {
        ArgumentNullException.ThrowIfNull(references);
        return [.. references.Select(r => (IReadOnlyList<T>)[r])];
    }

    /// <summary>Pairs of a text and its references.</summary>
    /// <exception cref="ArgumentException">There are no texts, their numbers differ, or a text has no reference.</exception>
    public static IEnumerable<(T Text, IReadOnlyList<T> References)> Pair<T>(IReadOnlyList<T> hypotheses, IReadOnlyList<IReadOnlyList<T>> references)
    {
        ArgumentNullException.ThrowIfNull(hypotheses);
        ArgumentNullException.ThrowIfNull(references);
        if (hypotheses.Count == 0) Throw.Argument("There are no texts to score. Pass at least one.", nameof(hypotheses));
        if (hypotheses.Count != references.Count)
            Throw.Argument($"There are {hypotheses.Count} texts to score, but references for {references.Count}. Pass one or more references for each text.", nameof(references));
        for (int i = 0; i < references.Count; i++)
        {
            if (references[i].Count == 0) Throw.Argument($"Text {i} has no reference. Pass one or more for each text.", nameof(references));
        }
        return hypotheses.Zip(references);
    }

    /// <summary>The words between white space.</summary>
    public static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
