using System.Net;
using System.Text.RegularExpressions;

namespace Unroll;

/// <summary>Pairs of texts out of gettext catalogues, cleaned of what belongs to programs.</summary>
public static partial class GettextPairs
{
    /// <summary>
    /// Source and translation of each entry, singular with the first form and plural with the last: accelerator marks (<c>_Open</c>, <c>~File</c>, <c>열기(_O)</c>) and markup removed,
    /// white space made single spaces. Left out are texts with placeholders (<c>%s</c>, <c>$1</c>, <c>{0}</c>, <c>%PRODUCTNAME</c>), without letters or alike on both sides;
    /// of several translations of one source the most frequent stays, of these the first.
    /// </summary>
    public static IReadOnlyList<TextPair> From(IEnumerable<GettextEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        return [.. entries.SelectMany(Texts).Select(Clean).OfType<TextPair>().GroupBy(pair => pair.Source, StringComparer.Ordinal)
            .Select(same => same.GroupBy(pair => pair.Target, StringComparer.Ordinal).MaxBy(translation => translation.Count())!.First())];
    }

    private static IEnumerable<TextPair> Texts(GettextEntry entry)
    {
        yield return new TextPair(entry.Source, entry.Translations[0]);
        if (entry.Plural is not null) yield return new TextPair(entry.Plural, entry.Translations[^1]);
    }

    /// <summary>The pair as people read it, or null if it is none to learn from.</summary>
    private static TextPair? Clean(TextPair pair)
    {
        if (Placeholder().IsMatch(pair.Source) || Placeholder().IsMatch(pair.Target)) return null;
        bool marked = BracketedAccelerator().IsMatch(pair.Target) || (Accelerator().Count(pair.Source) == 1 && Accelerator().Count(pair.Target) == 1);
        var clean = new TextPair(Clean(pair.Source, marked), Clean(pair.Target, marked));
        return clean.Source != clean.Target && clean.Source.Any(char.IsLetter) && clean.Target.Any(char.IsLetter) ? clean : null;
    }

    /// <summary>Removes an accelerator mark at the beginning of a word and, where the pair is known to be marked, inside one: names such as file_name keep theirs.</summary>
    private static string Clean(string text, bool marked)
    {
        text = BracketedAccelerator().Replace(WebUtility.HtmlDecode(Tag().Replace(text, " ")), "");
        text = (marked ? Accelerator() : InitialAccelerator()).Replace(text, "$1", 1);
        return Whitespace().Replace(text, " ").Trim();
    }

    [GeneratedRegex(@"%[-+#.*'0-9]*[A-Za-z@({%]|%[0-9]|\$[0-9A-Za-z({]|\{[^{}]*\}|#[A-Z_]{2,}#")]
    private static partial Regex Placeholder();

    /// <summary>A tag such as &lt;b&gt; or &lt;a href="x"&gt;, but not words in angle brackets such as &lt;All Files&gt;.</summary>
    [GeneratedRegex("</?[A-Za-z][A-Za-z0-9]*(?:\\s[^<>]*=[^<>]*)?/?>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s*\([_~&]\w\)")]
    private static partial Regex BracketedAccelerator();

    [GeneratedRegex(@"[_~](\p{L}|\d)")]
    private static partial Regex Accelerator();

    [GeneratedRegex(@"(?<!\w)[_~](\p{L})")]
    private static partial Regex InitialAccelerator();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();
}
