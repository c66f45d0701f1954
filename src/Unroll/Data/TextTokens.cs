using System.Globalization;
using System.Text;

namespace Unroll;

/// <summary>Text cut into words as Keras's <c>Tokenizer</c> cuts it.</summary>
public static class TextTokens
{
    private const string Filtered = "!\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n";

    /// <summary>Lower-case words; each character of !"#$%&amp;()*+,-./:;&lt;=&gt;?@[\]^_`{|}~, tab and line feed counts as a space.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="escapeMarkup">
    /// Whether <c>&amp;</c>, <c>&lt;</c> and control characters are first written as in SGML (<c>&amp;amp;</c>, <c>&amp;lt;</c>, <c>&amp;#3;</c>), as in the Reuters collection.
    /// </param>
    public static IReadOnlyList<string> SplitWords(string text, bool escapeMarkup = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        var clean = new StringBuilder(text.Length);
        foreach (char c in escapeMarkup ? Escape(text) : text)
        {
            clean.Append(Filtered.Contains(c, StringComparison.Ordinal) ? ' ' : char.ToLowerInvariant(c));
        }
        return clean.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            switch (c)
            {
                case '&':
                    escaped.Append("&amp;");
                    break;
                case '<':
                    escaped.Append("&lt;");
                    break;
                case '\r':
                    escaped.Append('\n');
                    break;
                case (< ' ' or '\u007f') and not ('\n' or '\t'):
                    escaped.Append(CultureInfo.InvariantCulture, $"&#{(int)c};");
                    break;
                default:
                    escaped.Append(c);
                    break;
            }
        }
        return escaped.ToString();
    }
}
