namespace Bench;

/// <summary>A table that reads well as text and as Markdown.</summary>
/// <param name="headings">The first column's is left, the others' are right.</param>
internal sealed class MarkdownTable(params string[] headings)
{
    private readonly List<string[]> _rows = [];

    public int Count => _rows.Count;

    public void Add(params string[] cells) => _rows.Add(cells);

    public void Write(TextWriter writer)
    {
        if (_rows.Count == 0)
        {
            return;
        }
        int[] widths = [.. Enumerable.Range(0, headings.Length).Select(c => _rows.Append(headings).Max(r => r[c].Length))];
        WriteRow(writer, headings, widths);
        writer.WriteLine($"| {string.Join(" | ", widths.Select(static (w, c) => c == 0 ? new string('-', w) : new string('-', w - 1) + ":"))} |");
        foreach (string[] row in _rows)
        {
            WriteRow(writer, row, widths);
        }
        writer.WriteLine();
    }

    private static void WriteRow(TextWriter writer, string[] cells, int[] widths) =>
        writer.WriteLine($"| {string.Join(" | ", cells.Select((cell, c) => c == 0 ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c])))} |");
}
