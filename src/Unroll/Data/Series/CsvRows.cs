using System.Text;

namespace Unroll;

/// <summary>The rows of a CSV file in UTF-8 (RFC 4180, a row on one line) with the numbers of their lines. Blank lines are none.</summary>
internal static class CsvRows
{
    private const int LongestLine = 1 << 20;

    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static IEnumerable<(int Line, string[] Fields)> Read(string path)
    {
        using var stream = new BufferedStream(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read), 1 << 16);
        var bytes = new List<byte>();
        for (int line = 1; ReadLine(path, stream, bytes, line); line++)
        {
            string text = Decode(path, bytes, line);
            if (line == 1) text = text.TrimStart('\uFEFF');
            if (text.Length > 0) yield return (line, Split(path, text, line));
        }
    }

    /// <summary>False at the end.</summary>
    private static bool ReadLine(string path, Stream stream, List<byte> bytes, int line)
    {
        bytes.Clear();
        int next = stream.ReadByte();
        if (next < 0) return false;
        for (; next >= 0 && next != '\n'; next = stream.ReadByte())
        {
            if (bytes.Count == LongestLine)
                Throw.DataFile(path, $"line {line} is longer than {LongestLine} bytes. Check that it is a CSV file.");
            bytes.Add((byte)next);
        }

        return true;
    }

    private static string Decode(string path, List<byte> bytes, int line)
    {
        try
        {
            return s_strict.GetString([.. bytes]).TrimEnd('\r');
        }
        catch (DecoderFallbackException)
        {
            return Throw.DataFile<string>(path, $"line {line} is not UTF-8. Convert the file first, for example with iconv.");
        }
    }

    private static string[] Split(string path, string text, int line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        bool quoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '"' && quoted && i + 1 < text.Length && text[i + 1] == '"')
            {
                field.Append(c);
                i++;
            }
            else if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == ',' && !quoted)
            {
                fields.Add(field.ToString().Trim());
                field.Clear();
            }
            else
            {
                field.Append(c);
            }
        }

        if (quoted) Throw.DataFile(path, $"line {line} opens a quotation that doesn't end on it. Close it, and keep each row on one line.");
        fields.Add(field.ToString().Trim());
        return [.. fields];
    }
}
