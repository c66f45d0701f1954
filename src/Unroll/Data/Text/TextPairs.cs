using System.Text;

namespace Unroll;

/// <summary>Pairs of texts in files, as Tatoeba and manythings.org give them: a pair a line, source and target with a tab between, what follows a second tab left out.</summary>
public static class TextPairs
{
    /// <summary>Reads pairs from UTF-8. Empty lines are passed over.</summary>
    /// <exception cref="InvalidDataException">A line lacks a column, has an empty side, or isn't UTF-8; or there are no pairs. The message names file and line.</exception>
    public static IReadOnlyList<TextPair> Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var pairs = new List<TextPair>();
        foreach (var (number, line) in TextLines.Read(path, TextEncodings.Utf8))
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            string[] columns = line.Split('\t');
            if (columns.Length < 2) Throw.Line(path, number, "there is no tab, but a source, a tab and a target are expected. Put a tab between the two.");
            string source = columns[0].Trim(), target = columns[1].Trim();
            if (source.Length == 0) Throw.Line(path, number, "the source before the tab is empty. Give a text, or leave the line out.");
            if (target.Length == 0) Throw.Line(path, number, "the target after the tab is empty. Give a text, or leave the line out.");
            pairs.Add(new TextPair(source, target));
        }
        if (pairs.Count == 0) throw new InvalidDataException($"{path}: there are no pairs, but a line 'source TAB target' or more are expected. Give a file with some.");
        return pairs;
    }

    /// <summary>Writes pairs as <see cref="Read"/> reads them.</summary>
    /// <exception cref="ArgumentException">A text is empty or has a tab or a line end in it.</exception>
    /// <exception cref="IOException">The file can't be written; one that was there before is unchanged.</exception>
    public static void Write(string path, IEnumerable<TextPair> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        var text = new StringBuilder();
        foreach (TextPair pair in pairs)
        {
            if (!IsOneLine(pair.Source) || !IsOneLine(pair.Target))
                Throw.Argument($"The pair '{pair.Source}', '{pair.Target}' can't stand on a line: each text needs characters, but no tab and no line end. Replace them by spaces.", nameof(pairs));
            text.Append(pair.Source).Append('\t').Append(pair.Target).Append('\n');
        }
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static bool IsOneLine(string text) => !string.IsNullOrWhiteSpace(text) && text.AsSpan().IndexOfAny('\t', '\n', '\r') < 0;
}
