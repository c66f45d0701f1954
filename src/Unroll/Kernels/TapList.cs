namespace Unroll.Kernels;

/// <summary>Rows that follow each other and are made of the same taps, where each part's source moves by the same step from row to row.</summary>
/// <param name="Row">The first.</param>
/// <param name="Count">How many.</param>
/// <param name="Start">Where the first row's parts begin.</param>
/// <param name="Parts">How many a row has.</param>
/// <param name="Step">From a row's sources to the next row's.</param>
internal readonly record struct TapRun(int Row, int Count, int Start, int Parts, int Step);

/// <summary>For each row of a matrix, the rows of another that it is made of, in order, each with the kernel's row (its tap) that multiplies it.</summary>
internal sealed class TapList
{
    private TapList(int rows, int[] sources, int[] taps, TapRun[] runs) => (Rows, Sources, Taps, Runs) = (rows, sources, taps, runs);

    public int Rows { get; }

    /// <summary>The rows of the other matrix.</summary>
    public int[] Sources { get; }

    /// <summary>The rows of the kernel.</summary>
    public int[] Taps { get; }

    /// <summary>All rows, in order.</summary>
    public TapRun[] Runs { get; }

    /// <summary>What windows are made of.</summary>
    /// <param name="sources">[windows, taps]; -1 for padding.</param>
    /// <param name="taps">Elements of a window.</param>
    public static TapList OfWindows(ReadOnlySpan<int> sources, int taps)
    {
        var parts = new List<(int, int)>[sources.Length / taps];
        for (int w = 0; w < parts.Length; w++)
        {
            parts[w] = [];
            for (int tap = 0; tap < taps; tap++)
            {
                int source = sources[(w * taps) + tap];
                if (source >= 0)
                {
                    parts[w].Add((source, tap));
                }
            }
        }
        return Of(parts);
    }

    /// <summary>The other way round: the windows, upwards, that each of the input's rows is in.</summary>
    public static TapList OfInputs(ReadOnlySpan<int> sources, int taps, int rows)
    {
        var parts = new List<(int, int)>[rows];
        for (int r = 0; r < rows; r++)
        {
            parts[r] = [];
        }
        for (int i = 0; i < sources.Length; i++)
        {
            if (sources[i] >= 0)
            {
                parts[sources[i]].Add((i / taps, i % taps));
            }
        }
        return Of(parts);
    }

    private static TapList Of(List<(int Source, int Tap)>[] rows)
    {
        var runs = new List<TapRun>();
        for (int r = 0, start = 0; r < rows.Length;)
        {
            int step = r + 1 < rows.Length ? Step(rows[r], rows[r + 1]) ?? 0 : 0, count = 1;
            while (r + count < rows.Length && Step(rows[r + count - 1], rows[r + count]) == step)
            {
                count++;
            }
            runs.Add(new TapRun(r, count, start, rows[r].Count, step));
            start += count * rows[r].Count;
            r += count;
        }
        return new TapList(rows.Length, [.. rows.SelectMany(static r => r.Select(static p => p.Source))], [.. rows.SelectMany(static r => r.Select(static p => p.Tap))], [.. runs]);
    }

    /// <summary>How far all sources move from a row to the next; null where the taps differ, or not all move alike.</summary>
    private static int? Step(List<(int Source, int Tap)> row, List<(int Source, int Tap)> next)
    {
        if (row.Count != next.Count)
        {
            return null;
        }
        int step = row.Count == 0 ? 0 : next[0].Source - row[0].Source;
        return row.Zip(next).All(p => p.First.Tap == p.Second.Tap && p.Second.Source - p.First.Source == step) ? step : null;
    }
}
