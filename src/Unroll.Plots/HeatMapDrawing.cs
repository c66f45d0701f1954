using System.Globalization;
using ScottPlot;
using SkiaSharp;

namespace Unroll.Plots;

/// <summary>A heat map laid out: cells of whole pixels, and margins that hold the labels.</summary>
internal sealed class HeatMapDrawing : IDisposable
{
    private const float FontSize = 12;
    private const float TitleSize = 14;
    private const int Line = 18;
    private const int Gap = 8;
    private const int ColorBarMargin = 90;
    private const int LongestLabel = 24;
    private const int MostValues = 400;
    private const int WidestUpright = 56;
    private const int MostPixels = 4000;

    private readonly HeatMap _map;
    private readonly string[] _rows;
    private readonly string[] _columns;
    private readonly float _rowLabels;
    private readonly float _columnLabels;
    private readonly float _title;
    private readonly int _cellWidth;
    private readonly int _cellHeight;
    private readonly bool _showValues;

    private HeatMapDrawing(HeatMap map)
    {
        _map = map;
        _rows = [.. map.Rows.Select(Shortened)];
        _columns = [.. map.Columns.Select(Shortened)];
        using var typeface = EmbeddedFont.TypefaceFor(map.Texts);
        using var font = new SKFont(typeface, FontSize);
        _rowLabels = _rows.Max(label => font.MeasureText(label));
        _columnLabels = _columns.Max(label => font.MeasureText(label));
        using var titleFont = new SKFont(typeface, TitleSize);
        _title = titleFont.MeasureText(map.Title);
        _showValues = map.ShowValues ?? _rows.Length * _columns.Length <= MostValues;
        _cellWidth = Math.Min(Math.Max(_showValues ? 40 : 20, IsRotated ? 0 : (int)_columnLabels + Gap), Math.Max(2, MostPixels / _columns.Length));
        _cellHeight = Math.Min(_showValues ? 26 : 18, Math.Max(2, MostPixels / 4 / _rows.Length));
    }

    public Plot Plot { get; } = new();

    public int Width { get; private set; }

    public int Height { get; private set; }

    private bool IsRotated => _columnLabels > WidestUpright;

    private int CellsWidth => _columns.Length * _cellWidth;

    /// <summary>How far a title that is longer than the cells are wide stands out beside them.</summary>
    private int TitleMargin => (int)((_title - CellsWidth) / 2) + Gap;

    /// <summary>Room on the left for the row labels, and for a slanting column label or a title that reaches further.</summary>
    private int Left => Math.Max(TitleMargin, (int)Math.Max(
        _rowLabels + (2 * Gap) + (_map.RowsTitle.Length > 0 ? Line + Gap : 0),
        IsRotated ? (_columnLabels * Slant) - (_cellWidth / 2) + Gap : 0));

    private int Right => Math.Max(TitleMargin, ColorBarMargin);

    private static float Slant => MathF.Sqrt(0.5f);

    /// <summary>The drawings of maps that stand one below the other: their first columns in one line.</summary>
    public static HeatMapDrawing[] Aligned(IReadOnlyList<HeatMap> maps)
    {
        HeatMapDrawing[] drawings = [.. maps.Select(map => new HeatMapDrawing(map))];
        int left = drawings.Max(drawing => drawing.Left);
        foreach (var drawing in drawings) drawing.LayOut(left);
        return drawings;
    }

    public void Dispose() => Plot.Dispose();

    private static string Shortened(string label)
    {
        string line = label.ReplaceLineEndings(" ");
        return line.Length <= LongestLabel ? line : line[..(LongestLabel - 1)] + "…";
    }

    private void LayOut(int left)
    {
        int top = _map.Title.Length > 0 ? Line + (2 * Gap) : Gap;
        int bottom = (IsRotated ? (int)((_columnLabels * Slant) + Line) : Line) + Gap + (_map.ColumnsTitle.Length > 0 ? Line + Gap : 0);
        int height = _rows.Length * _cellHeight;
        Width = left + CellsWidth + Right;
        Height = top + Math.Max(height, 3 * Line) + bottom;
        Plot.Layout.Fixed(new PixelPadding(left, Right, bottom, Height - bottom - height));
        DrawLabels();
        string font = EmbeddedFont.Use(Plot, _map.Texts);
        DrawCells(font);
        if (_showValues) DrawValues(font);
    }

    private void DrawCells(string font)
    {
        var values = new double[_rows.Length, _columns.Length];
        for (int i = 0; i < _rows.Length; i++)
        {
            for (int j = 0; j < _columns.Length; j++) values[i, j] = _map.Values[i, j];
        }

        var cells = Plot.Add.Heatmap(values);
        (float least, float greatest) = _map.Ends;
        cells.Colormap = least < 0 ? new ScottPlot.Colormaps.Balance() : new ScottPlot.Colormaps.Viridis();
        cells.ManualRange = new ScottPlot.Range(least, greatest);
        var bar = Plot.Add.ColorBar(cells);
        bar.Axis.TickLabelStyle.FontName = font;
        Plot.Axes.SetLimits(-0.5, _columns.Length - 0.5, -0.5, _rows.Length - 0.5);
        Plot.HideGrid();
    }

    private void DrawLabels()
    {
        Plot.Axes.Left.TickGenerator = Ticks(_rows, _cellHeight, fromTop: true);
        Plot.Axes.Bottom.TickGenerator = Ticks(_columns, _cellWidth, fromTop: false);
        foreach (var axis in new IAxis[] { Plot.Axes.Left, Plot.Axes.Bottom })
        {
            axis.TickLabelStyle.FontSize = FontSize;
            axis.MajorTickStyle.Length = 3;
            axis.Label.Bold = false;
            axis.Label.FontSize = FontSize + 1;
        }

        Plot.Axes.Left.TickLabelStyle.OffsetY = 2;

        if (IsRotated)
        {
            Plot.Axes.Bottom.TickLabelStyle.Rotation = -45;
            Plot.Axes.Bottom.TickLabelStyle.Alignment = Alignment.MiddleRight;
            Plot.Axes.Bottom.Label.OffsetY = _columnLabels * Slant;
        }

        Plot.Title(_map.Title);
        Plot.XLabel(_map.ColumnsTitle);
        Plot.YLabel(_map.RowsTitle);
        Plot.Axes.Title.Label.Bold = false;
        Plot.Axes.Title.Label.FontSize = TitleSize;
    }

    /// <summary>A label at each cell; where cells are narrower than a line of text, at every second, third, …</summary>
    private static ScottPlot.TickGenerators.NumericManual Ticks(string[] labels, int cell, bool fromTop)
    {
        var ticks = new ScottPlot.TickGenerators.NumericManual();
        int every = Math.Max(1, (int)Math.Ceiling((FontSize + 1) / cell));
        for (int i = 0; i < labels.Length; i += every) ticks.AddMajor(fromTop ? labels.Length - 1 - i : i, labels[i]);
        return ticks;
    }

    private void DrawValues(string font)
    {
        (float least, float greatest) = _map.Ends;
        for (int i = 0; i < _rows.Length; i++)
        {
            for (int j = 0; j < _columns.Length; j++)
            {
                float value = _map.Values[i, j];
                float place = (value - least) / (greatest - least);
                bool isDark = least < 0 ? Math.Abs(place - 0.5f) > 0.25f : place < 0.6f;
                var text = Plot.Add.Text(value.ToString("0.00;-0.00;0.00", CultureInfo.InvariantCulture), j, _rows.Length - 1 - i);
                text.LabelFontName = font;
                text.LabelFontSize = 11;
                text.LabelFontColor = isDark ? Colors.White : Colors.Black;
                text.LabelAlignment = Alignment.MiddleCenter;
            }
        }
    }
}
