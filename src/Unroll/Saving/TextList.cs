namespace Unroll;

/// <summary>Lists of names in messages.</summary>
internal static class TextList
{
    private const int Most = 8;

    /// <summary>"'a', 'b' and 3 more", or "none".</summary>
    public static string Of(IEnumerable<string> names)
    {
        string[] all = [.. names];
        if (all.Length == 0) return "none";
        string listed = string.Join(", ", all.Take(Most).Select(n => $"'{n}'"));
        return all.Length > Most ? $"{listed} and {all.Length - Most} more" : listed;
    }
}
