using ScottPlot;

namespace Unroll.Plots;

/// <summary>A training's course as a picture: one metric over the epochs, on the training data and on the validation data.</summary>
public static class HistoryPlot
{
    private const int Width = 640;
    private const int Height = 480;
    private const double LegendOpacity = 0.8;

    /// <summary>
    /// Draws <paramref name="metric"/> in blue (<c>Train_…</c>) and, where the training had validation data, <c>val_…</c> in red
    /// (<c>Target_…</c>), epochs counted from 0, and writes it as a PNG file of 640 by 480 pixels: whole, or not at all.
    /// </summary>
    /// <param name="history">What <c>Fit</c> returned.</param>
    /// <param name="metric"><c>loss</c>, or a metric that the model was compiled with, such as <c>accuracy</c>.</param>
    /// <param name="path">The file to write. One that is there is replaced.</param>
    /// <exception cref="ArgumentException">The history has no such metric.</exception>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static void Save(History history, string metric, string path)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentException.ThrowIfNullOrWhiteSpace(metric);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (!history.Names.Contains(metric))
            throw new ArgumentException($"The history has no '{metric}'; it has {string.Join(", ", history.Names)}. Name one of these.", nameof(metric));

        byte[] png = Draw(history, metric);
        AtomicFile.Write(path, stream => stream.Write(png));
    }

    private static byte[] Draw(History history, string metric)
    {
        using var plot = new Plot();
        if (history.Names.Contains($"val_{metric}"))
            AddLine(plot, history[$"val_{metric}"], Colors.Red, $"Target_{metric}");
        AddLine(plot, history[metric], Colors.Blue, $"Train_{metric}");

        // In the corner that the lines leave.
        bool rises = history[metric][^1] > history[metric][0];
        plot.ShowLegend(rises ? Alignment.LowerRight : Alignment.UpperRight);
        plot.Legend.BackgroundColor = Colors.White.WithAlpha(LegendOpacity);
        plot.Legend.OutlineColor = Colors.LightGray;
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.XLabel("epoch");
        plot.YLabel(metric);
        plot.Axes.Bottom.Label.Bold = false;
        plot.Axes.Left.Label.Bold = false;
        EmbeddedFont.Use(plot);
        return plot.GetImageBytes(Width, Height, ImageFormat.Png);
    }

    private static void AddLine(Plot plot, IReadOnlyList<double> values, Color color, string label)
    {
        double[] epochs = [.. Enumerable.Range(0, values.Count).Select(epoch => (double)epoch)];
        var line = plot.Add.Scatter(epochs, values.ToArray(), color);
        line.LegendText = label;
        line.LineWidth = 1.5f;
        line.MarkerShape = MarkerShape.FilledCircle;
        line.MarkerSize = 6;
    }
}
