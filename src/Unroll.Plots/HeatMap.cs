using System.Globalization;
using ScottPlot;
using SkiaSharp;

namespace Unroll.Plots;

/// <summary>
/// A matrix as a picture: a coloured cell for each value, with row and column labels, a colour bar and, where there is room, the values.
/// Attention weights, gates by token, a confusion matrix. Labels may be English or Korean.
/// </summary>
public sealed class HeatMap
{
    private readonly float[,] _values;
    private readonly string[] _rows;
    private readonly string[] _columns;

    /// <summary>A heat map of a matrix.</summary>
    /// <param name="values">[rows, columns], finite; row 0 is drawn on top.</param>
    /// <param name="rows">A label for each row.</param>
    /// <param name="columns">A label for each column.</param>
    /// <exception cref="ArgumentException">The matrix is empty or has another size than the labels, or a value is NaN or infinite.</exception>
    public HeatMap(float[,] values, IReadOnlyList<string> rows, IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(columns);
        (int height, int width) = (values.GetLength(0), values.GetLength(1));
        if (height == 0 || width == 0)
            throw new ArgumentException($"A heat map needs a value, but got a matrix of {height} by {width}. Give it one row and one column at least.", nameof(values));
        if (rows.Count != height)
            throw new ArgumentException($"The matrix has {height} rows, but got {rows.Count} row labels. Give as many, empty ones where a row has none.", nameof(rows));
        if (columns.Count != width)
            throw new ArgumentException($"The matrix has {width} columns, but got {columns.Count} column labels. Give as many, empty ones where a column has none.", nameof(columns));
        for (int i = 0; i < height; i++)
        {
            for (int j = 0; j < width; j++)
            {
                if (!float.IsFinite(values[i, j]))
                    throw new ArgumentException($"The value at row {i}, column {j} is {values[i, j].ToString(CultureInfo.InvariantCulture)}, but a heat map draws finite values. Leave the row out, or put a number in its place.", nameof(values));
            }
        }

        (_values, _rows, _columns) = (values, [.. rows], [.. columns]);
    }

    /// <summary>What stands above the picture; nothing by default.</summary>
    public string Title { get; init; } = "";

    /// <summary>What the rows are, written beside their labels; nothing by default.</summary>
    public string RowsTitle { get; init; } = "";

    /// <summary>What the columns are, written below their labels; nothing by default.</summary>
    public string ColumnsTitle { get; init; } = "";

    /// <summary>
    /// The values at the two ends of the colour bar; by default the least and the greatest value, or where some are below 0, the same distance from 0 on both sides.
    /// </summary>
    public (float Least, float Greatest)? Range { get; init; }

    /// <summary>Whether each cell has its value written in it; by default in matrices of 400 cells or fewer.</summary>
    public bool? ShowValues { get; init; }

    internal float[,] Values => _values;

    /// <summary>The rows' labels.</summary>
    public IReadOnlyList<string> Rows => _rows;

    /// <summary>The columns' labels.</summary>
    public IReadOnlyList<string> Columns => _columns;

    internal IEnumerable<string> Texts => [Title, RowsTitle, ColumnsTitle, .. _rows, .. _columns];

    internal (float Least, float Greatest) Ends
    {
        get
        {
            if (Range is { } given) return given;
            float least = _values.Cast<float>().Min();
            float greatest = _values.Cast<float>().Max();
            if (least < 0) (least, greatest) = (-Math.Max(-least, greatest), Math.Max(-least, greatest));
            return least < greatest ? (least, greatest) : (least - 0.5f, least + 0.5f);
        }
    }

    /// <summary>Writes the picture as a PNG file: whole, or not at all.</summary>
    /// <param name="path">The file to write. One that is there is replaced.</param>
    /// <exception cref="IOException">The file can't be written.</exception>
    public void Save(string path) => Save(path, columns: 1, [this]);

    /// <summary>Writes several heat maps, one below the other, as one PNG file: whole, or not at all.</summary>
    /// <param name="path">The file to write. One that is there is replaced.</param>
    /// <param name="maps">One or more.</param>
    /// <exception cref="ArgumentException">There is no map.</exception>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static void Save(string path, params IReadOnlyList<HeatMap> maps) => Save(path, columns: 1, maps);

    /// <summary>Writes several heat maps, row by row, as one PNG file: whole, or not at all.</summary>
    /// <param name="path">The file to write. One that is there is replaced.</param>
    /// <param name="columns">How many stand side by side.</param>
    /// <param name="maps">One or more.</param>
    /// <exception cref="ArgumentException">There is no map, or less than one column.</exception>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static void Save(string path, int columns, params IReadOnlyList<HeatMap> maps)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentNullException.ThrowIfNull(maps);
        if (maps.Count == 0) throw new ArgumentException("A picture needs a heat map, but got none. Give one or more.", nameof(maps));

        byte[] png = Draw(maps, columns);
        AtomicFile.Write(path, stream => stream.Write(png));
    }

    private static byte[] Draw(IReadOnlyList<HeatMap> maps, int columns)
    {
        HeatMapDrawing[] drawings = HeatMapDrawing.Aligned(maps);
        try
        {
            HeatMapDrawing[][] rows = [.. drawings.Chunk(columns)];
            int width = drawings.Max(drawing => drawing.Width);
            using var surface = SKSurface.Create(new SKImageInfo(width * rows.Max(row => row.Length), rows.Sum(Height)));
            surface.Canvas.Clear(SKColors.White);
            float top = 0;
            foreach (var row in rows)
            {
                for (int i = 0; i < row.Length; i++)
                {
                    using var picture = SKImage.FromEncodedData(row[i].Plot.GetImageBytes(row[i].Width, row[i].Height, ImageFormat.Png));
                    surface.Canvas.DrawImage(picture, i * width, top);
                }

                top += Height(row);
            }

            using var image = surface.Snapshot();
            using var png = image.Encode(SKEncodedImageFormat.Png, 100);
            return png.ToArray();
        }
        finally
        {
            foreach (var drawing in drawings) drawing.Dispose();
        }
    }

    private static int Height(HeatMapDrawing[] row) => row.Max(drawing => drawing.Height);
}
