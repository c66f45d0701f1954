using System.Globalization;
using ScottPlot;

namespace Unroll.Plots;

/// <summary>Values over time as a picture: what was measured, and forecasts of it.</summary>
public static class SeriesPlot
{
    private const int Width = 900;
    private const int Height = 450;
    private const double LegendOpacity = 0.8;

    private static readonly Color[] s_colors = [Colors.Black, Colors.Red, Colors.Blue, Colors.Gray, Colors.Green, Colors.Orange];

    /// <summary>Writes a PNG file of 900 by 450 pixels: whole, or not at all. The first line is drawn strongest.</summary>
    /// <param name="path">The file to write. One that is there is replaced.</param>
    /// <param name="times">The times of the values.</param>
    /// <param name="lines">One line or more; names may be English or Korean.</param>
    /// <param name="label">What the values are.</param>
    /// <exception cref="ArgumentException">There is no line, or one has more or fewer values than there are times.</exception>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static void Save(string path, IReadOnlyList<DateTime> times, IReadOnlyList<SeriesLine> lines, string label)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(times);
        ArgumentNullException.ThrowIfNull(lines);
        ArgumentNullException.ThrowIfNull(label);
        if (lines.Count == 0) throw new ArgumentException("A picture needs a line, but got none. Give one or more.", nameof(lines));
        if (lines.FirstOrDefault(line => line.Values.Count != times.Count) is { } wrong)
            throw new ArgumentException($"The line '{wrong.Name}' has {wrong.Values.Count} values for {times.Count} times. Give one for each; NaN leaves a gap.", nameof(lines));

        byte[] png = Draw([.. times], lines, label);
        AtomicFile.Write(path, stream => stream.Write(png));
    }

    private static byte[] Draw(DateTime[] times, IReadOnlyList<SeriesLine> lines, string label)
    {
        using var plot = new Plot();
        for (int i = 0; i < lines.Count; i++)
        {
            var line = plot.Add.Scatter(times, lines[i].Values.ToArray(), s_colors[i % s_colors.Length]);
            line.LegendText = lines[i].Name;
            line.LineWidth = i == 0 ? 2.5f : 1.5f;
            line.MarkerSize = 0;
        }

        plot.Axes.DateTimeTicksBottom().TickGenerator = new ScottPlot.TickGenerators.DateTimeAutomatic { LabelFormatter = Text };
        plot.ShowLegend(Alignment.UpperLeft, Orientation.Horizontal);
        plot.Legend.BackgroundColor = Colors.White.WithAlpha(LegendOpacity);
        plot.Legend.OutlineColor = Colors.LightGray;
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.YLabel(label);
        plot.Axes.Left.Label.Bold = false;

        // Room for the legend above the lines.
        plot.Axes.Margins(vertical: 0.15);
        EmbeddedFont.Use(plot, [label, .. lines.Select(line => line.Name)]);
        return plot.GetImageBytes(Width, Height, ImageFormat.Png);
    }

    private static string Text(DateTime time) =>
        time.ToString(time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
