using System.Globalization;
using ScottPlot;

namespace Unroll.Plots;

/// <summary>Lines over a number axis as a picture: a quantity by lag, by length, by time. Names and titles may be English or Korean.</summary>
public sealed class LinePlot
{
    private const double LeastShown = 1e-30;

    private readonly List<(string Name, double[] X, double[] Y, bool IsDashed)> _lines = [];

    /// <summary>What stands above the picture; nothing by default.</summary>
    public string Title { get; init; } = "";

    /// <summary>What the axis below counts.</summary>
    public string XTitle { get; init; } = "";

    /// <summary>What the axis on the left counts.</summary>
    public string YTitle { get; init; } = "";

    /// <summary>Whether the axis on the left shows powers of ten; values below 1e-30 are left out of the picture then.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>Whether the points have marks; lines of few points do by default.</summary>
    public bool? HasMarkers { get; init; }

    /// <summary>The picture's size in pixels.</summary>
    public (int Width, int Height) Size { get; init; } = (720, 480);

    /// <summary>Adds a line.</summary>
    /// <param name="name">What the legend calls it.</param>
    /// <param name="x">Where the points are.</param>
    /// <param name="y">Their values, as many, finite.</param>
    /// <param name="dashed">Whether the line is dashed.</param>
    /// <exception cref="ArgumentException">There are no points, or not as many values, or one is NaN or infinite.</exception>
    public void Add(string name, IReadOnlyList<double> x, IReadOnlyList<double> y, bool dashed = false)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.Count == 0 || x.Count != y.Count)
            throw new ArgumentException($"The line '{name}' has {x.Count} places and {y.Count} values, but needs one or more, and as many of both.", nameof(y));
        foreach (double value in x.Concat(y))
        {
            if (!double.IsFinite(value))
                throw new ArgumentException($"The line '{name}' holds {value.ToString(CultureInfo.InvariantCulture)}, but a plot draws finite values. Leave the point out.", nameof(y));
        }

        _lines.Add((name, [.. x], [.. y], dashed));
    }

    /// <summary>Writes the picture as a PNG file: whole, or not at all.</summary>
    /// <param name="path">The file to write. One that is there is replaced.</param>
    /// <exception cref="InvalidOperationException">There is no line.</exception>
    /// <exception cref="IOException">The file can't be written.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (_lines.Count == 0) throw new InvalidOperationException("The plot has no line. Add one before it is saved.");
        byte[] png = Draw();
        AtomicFile.Write(path, stream => stream.Write(png));
    }

    private byte[] Draw()
    {
        using var plot = new Plot();
        var palette = new ScottPlot.Palettes.Category10();
        for (int i = 0; i < _lines.Count; i++) AddLine(plot, _lines[i], palette.GetColor(i));
        if (IsLogarithmic)
        {
            plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic
            {
                LabelFormatter = static power => string.Create(CultureInfo.InvariantCulture, $"1e{power:0}"),
                IntegerTicksOnly = true,
            };
        }

        plot.ShowLegend(Edge.Right);
        plot.Legend.OutlineColor = Colors.Transparent;
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.Title(Title);
        plot.XLabel(XTitle);
        plot.YLabel(YTitle);
        foreach (var label in new[] { plot.Axes.Bottom.Label, plot.Axes.Left.Label, plot.Axes.Title.Label })
        {
            label.Bold = false;
            label.FontSize = 14;
        }

        string font = EmbeddedFont.Use(plot, [Title, XTitle, YTitle, .. _lines.Select(line => line.Name)]);
        plot.Legend.FontName = font;
        return plot.GetImageBytes(Size.Width, Size.Height, ImageFormat.Png);
    }

    private void AddLine(Plot plot, (string Name, double[] X, double[] Y, bool IsDashed) given, Color color)
    {
        var points = given.X.Zip(given.Y).Where(point => !IsLogarithmic || point.Second >= LeastShown).ToArray();
        double[] x = [.. points.Select(point => point.First)];
        double[] y = [.. points.Select(point => IsLogarithmic ? double.Log10(point.Second) : point.Second)];
        var line = plot.Add.Scatter(x, y, color);
        line.LegendText = given.Name;
        line.LineWidth = 1.8f;
        line.LinePattern = given.IsDashed ? LinePattern.Dashed : LinePattern.Solid;
        line.MarkerSize = HasMarkers ?? given.X.Length <= 20 ? 6 : 0;
    }
}
