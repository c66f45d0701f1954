namespace Unroll;

/// <summary>How often words occur.</summary>
internal static class WordCounts
{
    /// <summary>Every word with its count, the most frequent first, words of one count in ordinal order.</summary>
    public static IEnumerable<(string Word, int Count)> Of(IEnumerable<IEnumerable<string>> texts)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (IEnumerable<string> text in texts)
        {
            foreach (string word in text) counts[word] = counts.GetValueOrDefault(word) + 1;
        }
        return counts.OrderByDescending(p => p.Value).ThenBy(p => p.Key, StringComparer.Ordinal).Select(p => (p.Key, p.Value));
    }
}
