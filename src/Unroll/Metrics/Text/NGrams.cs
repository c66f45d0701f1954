namespace Unroll;

/// <summary>How often the n-grams of one length occur in a text.</summary>
internal static class NGrams
{
    /// <summary>The n-grams of tokens, written one after the other with a separator that no token contains.</summary>
    public static Dictionary<string, int> Count(IReadOnlyList<string> tokens, int length, string separator)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i + length <= tokens.Count; i++)
        {
            string gram = string.Join(separator, tokens.Skip(i).Take(length));
            counts[gram] = counts.GetValueOrDefault(gram) + 1;
        }
        return counts;
    }

    /// <summary>How many n-grams two texts share, each counted as often as it occurs in both.</summary>
    public static int Shared(Dictionary<string, int> first, Dictionary<string, int> second) =>
        first.Sum(gram => Math.Min(gram.Value, second.GetValueOrDefault(gram.Key)));
}
