namespace Unroll.Cli.Output;

/// <summary>Rows of a name and figures, in columns that line up on a terminal.</summary>
internal sealed class TextTable(params string[] header)
{
    private const int FirstWideCharacter = 0x1100;
    private const string Gap = "  ";

    private readonly List<string[]> _rows = [header];

    public void Add(params string[] row) => _rows.Add(row);

    public void Write(TextWriter output)
    {
        int[] widths = [.. Enumerable.Range(0, header.Length).Select(column => _rows.Max(row => Width(row[column])))];
        foreach (string[] row in _rows)
        {
            string name = row[0] + Spaces(widths[0] - Width(row[0]));
            output.WriteLine((name + string.Concat(row.Skip(1).Select((cell, i) => Gap + Spaces(widths[i + 1] - Width(cell)) + cell))).TrimEnd());
        }
    }

    private static string Spaces(int count) => new(' ', count);

    /// <summary>Columns on a terminal, where a Korean syllable takes two.</summary>
    private static int Width(string text) => text.Sum(character => character >= FirstWideCharacter ? 2 : 1);
}
