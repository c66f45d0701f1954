using System.Globalization;
using System.Text;

namespace Unroll;

/// <summary>Reads catalogues as text (the GNU gettext manual, "The Format of PO Files").</summary>
internal sealed class PoReader
{
    private const int MostForms = 16;

    private readonly string _path;
    private readonly List<GettextEntry> _entries = [];
    private readonly Dictionary<string, StringBuilder> _fields = new(StringComparer.Ordinal);
    private StringBuilder? _current;
    private bool _fuzzy;
    private int _number;

    private PoReader(string path) => _path = path;

    public static IReadOnlyList<GettextEntry> Read(string path) => new PoReader(path).Read();

    private List<GettextEntry> Read()
    {
        foreach (var (number, text) in TextLines.Read(_path, TextEncodings.Named(_path, Charset())))
        {
            _number = number;
            string line = text.Trim();
            if (line.StartsWith('#')) ReadComment(line);
            else if (line.StartsWith('"')) (_current ?? Wrong<StringBuilder>("a string stands without a keyword before it")).Append(Unquote(line));
            else if (line.Length > 0) ReadField(line);
        }
        EndEntry();
        return _entries;
    }

    /// <summary>What the header's Content-Type says, which can be read in any charset.</summary>
    private string Charset()
    {
        string? contentType = File.ReadLines(_path, Encoding.Latin1).FirstOrDefault(line => line.StartsWith("\"Content-Type:", StringComparison.OrdinalIgnoreCase));
        return GettextCatalogue.Charset((contentType ?? "").Replace("\\n", "", StringComparison.Ordinal).TrimEnd('"', ' '));
    }

    private void ReadComment(string line)
    {
        if (_fields.ContainsKey("msgstr") || _fields.ContainsKey("msgstr[0]")) EndEntry();
        if (line.StartsWith("#,", StringComparison.Ordinal)) _fuzzy |= line[2..].Split(',').Any(flag => flag.Trim() == "fuzzy");
        if (line.StartsWith("#~", StringComparison.Ordinal)) _fuzzy = false;
        _current = null;
    }

    private void ReadField(string line)
    {
        int quote = line.IndexOf('"', StringComparison.Ordinal);
        if (quote < 0) Wrong<int>($"'{Shortened(line)}' has no string in double quotes");
        string keyword = line[..quote].Trim();
        bool translation = keyword == "msgstr" || IsForm(keyword);
        if (!translation && keyword is not ("msgctxt" or "msgid" or "msgid_plural"))
            Wrong<int>($"'{Shortened(keyword)}' is no keyword, but msgctxt, msgid, msgid_plural, msgstr or msgstr[N] is expected");
        if (keyword == "msgctxt" || (keyword == "msgid" && _fields.ContainsKey("msgid"))) EndEntry();
        if (keyword is not ("msgctxt" or "msgid") && !_fields.ContainsKey("msgid")) Wrong<int>($"{keyword} stands without a msgid before it");
        _current = new StringBuilder(Unquote(line[quote..]));
        if (!_fields.TryAdd(keyword, _current)) Wrong<int>($"{keyword} stands twice in one entry");
    }

    private static bool IsForm(string keyword) =>
        keyword.StartsWith("msgstr[", StringComparison.Ordinal) && keyword.EndsWith(']')
        && int.TryParse(keyword.AsSpan(7..^1), NumberStyles.None, CultureInfo.InvariantCulture, out int form) && form < MostForms;

    private void EndEntry()
    {
        if (_fields.Count == 0) return;
        string? Field(string name) => _fields.GetValueOrDefault(name)?.ToString();
        if (Field("msgid") is not { } source) Wrong<int>("the entry before has no msgid");
        else
        {
            string[] translations = Field("msgstr") is { } only ? [only]
                : [.. Enumerable.Range(0, MostForms).Select(form => Field($"msgstr[{form.ToString(CultureInfo.InvariantCulture)}]")).OfType<string>()];
            if (translations.Length == 0) Wrong<int>("the entry before has no msgstr");
            if (!_fuzzy) _entries.Add(new GettextEntry(Field("msgctxt"), source, Field("msgid_plural"), translations));
        }
        _fields.Clear();
        (_current, _fuzzy) = (null, false);
    }

    /// <summary>A C string's text.</summary>
    private string Unquote(string quoted)
    {
        if (quoted.Length < 2 || !quoted.EndsWith('"')) Wrong<int>("a string has no double quote at its end");
        var text = new StringBuilder(quoted.Length);
        string inner = quoted[1..^1];
        for (int i = 0; i < inner.Length; i++)
        {
            if (inner[i] == '"') Wrong<int>("a double quote inside a string has no backslash before it");
            if (inner[i] != '\\') text.Append(inner[i]);
            else if (++i == inner.Length) Wrong<int>("a string ends with a single backslash");
            else text.Append(Escaped(inner, ref i));
        }
        return text.ToString();
    }

    private char Escaped(string text, ref int index)
    {
        char c = text[index];
        if (c is >= '0' and <= '7') return (char)Digits(text, ref index, 3, 8);
        if (c == 'x' && index + 1 < text.Length && char.IsAsciiHexDigit(text[index + 1]))
        {
            index++;
            return (char)Digits(text, ref index, 2, 16);
        }
        return c switch
        {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'a' => '\a',
            'b' => '\b',
            'f' => '\f',
            'v' => '\v',
            '"' or '\\' or '\'' or '?' => c,
            _ => Wrong<char>($"'\\{c}' is no escape sequence"),
        };
    }

    private static int Digits(string text, ref int index, int most, int radix)
    {
        int end = index;
        while (end < text.Length && end < index + most && (radix == 8 ? text[end] is >= '0' and <= '7' : char.IsAsciiHexDigit(text[end]))) end++;
        int value = Convert.ToInt32(text[index..end], radix);
        index = end - 1;
        return value;
    }

    private static string Shortened(string text) => text.Length <= 40 ? text : text[..40] + "...";

    private T Wrong<T>(string what) => Throw.Line<T>(_path, _number, $"{what}. Check the .po file, for example with msgfmt --check.");
}
