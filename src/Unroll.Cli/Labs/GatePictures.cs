using Unroll.Cli.Output;
using Unroll.Cli.Texts;
using Unroll.Plots;

namespace Unroll.Cli.Labs;

/// <summary>A trace as heat maps, gate by gate one below the other: units down, tokens to the right.</summary>
internal static class GatePictures
{
    /// <summary>Writes a trace's maps: of a short text three in a row.</summary>
    public static void Save(string path, IReadOnlyList<HeatMap> maps) => HeatMap.Save(path, maps[0].Columns.Count <= 12 ? 3 : 1, maps);

    /// <summary>A trace's maps.</summary>
    /// <param name="trace">What the layer did.</param>
    /// <param name="tokens">The token at each of the trace's last steps; steps before them are padding and not drawn.</param>
    /// <param name="most">How many units are drawn at most: those whose output changes most.</param>
    /// <param name="texts">The language.</param>
    public static IReadOnlyList<HeatMap> Of(GateTrace trace, IReadOnlyList<string> tokens, int most, Catalogue texts)
    {
        int first = trace.Steps.Count - tokens.Count;
        int[] units = MostActive(trace["hidden"], first, most);
        return [.. trace.Names.Select(name => new HeatMap(Part(trace[name], units, first), [.. units.Select(unit => $"{unit}")], tokens)
        {
            Title = texts.Gate(name),
            RowsTitle = texts.Unit,
            Range = name is "input" or "forget" or "output" or "update" or "reset" ? (0, 1) : null,
            ShowValues = false,
        })];
    }

    /// <summary>A line for each token, gate and unit.</summary>
    public static IEnumerable<string> Rows(string layer, GateTrace trace, IReadOnlyList<string> tokens)
    {
        int first = trace.Steps.Count - tokens.Count;
        foreach (string name in trace.Names)
        {
            float[,] values = trace[name];
            for (int t = 0; t < tokens.Count; t++)
            {
                string token = tokens[t].Replace("\"", "\"\"", StringComparison.Ordinal);
                for (int u = 0; u < trace.Units; u++) yield return $"{layer},{t},\"{token}\",{name},{u},{Invariant.Exact(values[first + t, u])}";
            }
        }
    }

    /// <summary>The mean over the units at a step.</summary>
    public static double Mean(float[,] values, int step) => Enumerable.Range(0, values.GetLength(1)).Average(unit => (double)values[step, unit]);

    private static int[] MostActive(float[,] hidden, int first, int most)
    {
        double Spread(int unit)
        {
            double[] values = [.. Enumerable.Range(first, hidden.GetLength(0) - first).Select(step => (double)hidden[step, unit])];
            return values.Max() - values.Min();
        }

        return [.. Enumerable.Range(0, hidden.GetLength(1)).OrderByDescending(Spread).Take(most).Order()];
    }

    private static float[,] Part(float[,] values, int[] units, int first)
    {
        var part = new float[units.Length, values.GetLength(0) - first];
        for (int i = 0; i < units.Length; i++)
        {
            for (int t = 0; t < part.GetLength(1); t++) part[i, t] = values[first + t, units[i]];
        }

        return part;
    }
}
