using System.Text.RegularExpressions;

namespace Unroll;

/// <summary>sacreBLEU's tokenizers.</summary>
internal static partial class BleuTokenizer
{
    public static IReadOnlyList<string> Split(string text, BleuTokens tokens) => tokens switch
    {
        BleuTokens.Mteval13A => ScoredTexts.Words(Separate(text)),
        BleuTokens.Characters => [.. CodePoints.Split(text).Where(c => !char.IsWhiteSpace(c, 0))],
        _ => ScoredTexts.Words(text),
    };

    private static string Separate(string text)
    {
        string line = text.TrimEnd()
            .Replace("<skipped>", "", StringComparison.Ordinal).Replace("-\n", "", StringComparison.Ordinal).Replace('\n', ' ')
            .Replace("&quot;", "\"", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal)
            .Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal);
        line = Symbol().Replace($" {line} ", " $1 ");
        line = PointAfterNoDigit().Replace(line, "$1 $2 ");
        line = PointBeforeNoDigit().Replace(line, " $1 $2");
        return HyphenAfterDigit().Replace(line, "$1 $2 ");
    }

    [GeneratedRegex(@"([\{-~\[-` -&\(-\+:-@/])")]
    private static partial Regex Symbol();

    [GeneratedRegex("([^0-9])([.,])")]
    private static partial Regex PointAfterNoDigit();

    [GeneratedRegex("([.,])([^0-9])")]
    private static partial Regex PointBeforeNoDigit();

    [GeneratedRegex("([0-9])(-)")]
    private static partial Regex HyphenAfterDigit();
}
