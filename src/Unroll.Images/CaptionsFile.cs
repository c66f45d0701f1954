using System.Text;

namespace Unroll.Images;

/// <summary>A line of a captions file: a picture's name and a caption.</summary>
internal readonly record struct CaptionLine(int Number, string Picture, string Caption);

/// <summary>
/// Reads captions as Flickr8k has them: CSV with the header <c>image,caption</c>, or lines of <c>name#0</c>, a tab and a caption. Several lines may caption one picture.
/// </summary>
internal static class CaptionsFile
{
    private const string Header = "image,caption";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="InvalidDataException">A line is no caption; the message names it.</exception>
    public static List<CaptionLine> Read(string path)
    {
        var captions = new List<CaptionLine>();
        bool? isCsv = null;
        foreach ((int number, string line) in TextLines.Read(path, Utf8))
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            if (isCsv is null)
            {
                isCsv = line.Equals(Header, StringComparison.OrdinalIgnoreCase);
                if (isCsv.Value) continue;
                if (!line.Contains('\t')) Throw.Line(path, number, $"the file begins with '{Shortened(line)}', but expected the header '{Header}', or a picture's name with #0, a tab and a caption.");
            }
            captions.Add(isCsv.Value ? Csv(path, number, line) : Tabbed(path, number, line));
        }
        return captions.Count > 0 ? captions : throw new InvalidDataException($"{path}: there are no captions. Give a line for each.");
    }

    private static CaptionLine Csv(string path, int number, string line)
    {
        (string picture, int end) = Field(path, number, line, 0);
        if (end == line.Length) Throw.Line(path, number, $"'{Shortened(line)}' has one column, but expected two: a picture's name, a comma and a caption.");
        // A comma in a caption without quotes is the caption's: there is no third column.
        string caption = line[(end + 1)..].TrimStart().StartsWith('"') ? Field(path, number, line, end + 1).Text : line[(end + 1)..];
        return Checked(path, number, picture, caption);
    }

    /// <summary>A field and where it ends: at a comma, or where the line does. In quotes, two quotes are one.</summary>
    private static (string Text, int End) Field(string path, int number, string line, int start)
    {
        while (start < line.Length && line[start] == ' ') start++;
        if (start == line.Length || line[start] != '"')
        {
            int comma = line.IndexOf(',', start);
            int end = comma < 0 ? line.Length : comma;
            return (line[start..end], end);
        }

        var text = new StringBuilder();
        for (int i = start + 1; i < line.Length; i++)
        {
            if (line[i] != '"') text.Append(line[i]);
            else if (i + 1 < line.Length && line[i + 1] == '"') text.Append(line[i++]);
            else if (line.AsSpan(i + 1).TrimStart() is [] or [',', ..]) return (text.ToString(), i + 1 + (line.Length - i - 1 - line.AsSpan(i + 1).TrimStart().Length));
            else break;
        }
        return Throw.Line<(string, int)>(path, number, $"the quotes that begin at character {start + 1} don't end before a comma or the line's end. Close them, and write a quote inside as two.");
    }

    private static CaptionLine Tabbed(string path, int number, string line)
    {
        string[] parts = line.Split('\t', 2);
        if (parts.Length < 2) Throw.Line(path, number, $"'{Shortened(line)}' has no tab. Give a picture's name with #0, a tab and a caption.");
        int sign = parts[0].LastIndexOf('#');
        return Checked(path, number, sign < 0 ? parts[0] : parts[0][..sign], parts[1]);
    }

    private static CaptionLine Checked(string path, int number, string picture, string caption)
    {
        (picture, caption) = (picture.Trim(), caption.Trim());
        if (picture.Length == 0) Throw.Line(path, number, "the picture's name is empty. Give the name of a file.");
        if (caption.Length == 0) Throw.Line(path, number, $"the caption of '{picture}' is empty. Give one, or take the line out.");
        return new CaptionLine(number, picture, caption);
    }

    private static string Shortened(string line) => line.Length <= 40 ? line : line[..40] + "...";
}
