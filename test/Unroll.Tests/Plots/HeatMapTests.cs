using SkiaSharp;
using Unroll.Plots;

namespace Unroll.Tests.Plots;

public class HeatMapTests
{
    private static readonly string[] Korean = ["오늘", "주가가", "몇이야", "?"];
    private static readonly string[] English = ["how", "much", "is", "the", "stock", "price", "today", "?"];

    [Fact]
    public void Save_AttentionKoreanToEnglish_DrawsCellsAndHangul()
    {
        using var folder = new TemporaryFolder();
        new HeatMap(Ramp(8, 4), English, Korean) { Title = "주의 가중치", RowsTitle = "영어", ColumnsTitle = "한국어" }.Save(folder["a.png"]);
        using var picture = SKBitmap.Decode(folder["a.png"]);
        Assert.True(Colours(picture) > 30, "no colour bar or cells");
    }

    [Fact]
    public void Save_HangulLabels_AreGlyphsAndNotBoxes()
    {
        using var folder = new TemporaryFolder();
        new HeatMap(Ramp(1, 2), ["가"], ["", ""]) { ShowValues = false }.Save(folder["a.png"]);
        new HeatMap(Ramp(1, 2), ["뷁"], ["", ""]) { ShowValues = false }.Save(folder["b.png"]);
        Assert.NotEqual(File.ReadAllBytes(folder["a.png"]), File.ReadAllBytes(folder["b.png"]));
    }

    [Fact]
    public void Save_SeveralMaps_StandOneBelowTheOther()
    {
        using var folder = new TemporaryFolder();
        var map = new HeatMap(Ramp(8, 4), English, Korean);
        map.Save(folder["one.png"]);
        HeatMap.Save(folder["two.png"], map, map);
        using var one = SKBitmap.Decode(folder["one.png"]);
        using var two = SKBitmap.Decode(folder["two.png"]);
        Assert.Equal((one.Width, 2 * one.Height), (two.Width, two.Height));
    }

    [Fact]
    public void Save_TitleWiderThanTheCells_IsDrawnWhole()
    {
        using var folder = new TemporaryFolder();
        new HeatMap(Ramp(2, 2), ["a", "b"], ["c", "d"]) { Title = "오늘 주가가 몇이야? 내일 주가가 몇이야? 오늘 날씨가 어때? 내일 날씨가 어때?" }.Save(folder["a.png"]);
        using var picture = SKBitmap.Decode(folder["a.png"]);
        for (int y = 0; y < picture.Height; y++)
        {
            Assert.Equal(SKColors.White, picture.GetPixel(0, y));
            Assert.Equal(SKColors.White, picture.GetPixel(picture.Width - 1, y));
        }
    }

    [Fact]
    public void Save_LargeMatrix_StaysWithinBounds()
    {
        using var folder = new TemporaryFolder();
        new HeatMap(Ramp(300, 500), Numbers(300), Numbers(500)).Save(folder["a.png"]);
        using var picture = SKBitmap.Decode(folder["a.png"]);
        Assert.InRange(picture.Width, 1000, 4400);
        Assert.InRange(picture.Height, 300, 4400);
    }

    [Fact]
    public void New_WrongNumberOfLabels_SaysHowMany()
    {
        var error = Assert.Throws<ArgumentException>(() => new HeatMap(Ramp(2, 3), ["a"], ["x", "y", "z"]));
        Assert.StartsWith("The matrix has 2 rows, but got 1 row labels. Give as many, empty ones where a row has none.", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => new HeatMap(Ramp(2, 3), ["a", "b"], ["x", "y"]));
        Assert.StartsWith("The matrix has 3 columns, but got 2 column labels.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void New_NotANumber_SaysWhere()
    {
        var values = Ramp(2, 3);
        values[1, 2] = float.NaN;
        var error = Assert.Throws<ArgumentException>(() => new HeatMap(values, ["a", "b"], ["x", "y", "z"]));
        Assert.StartsWith("The value at row 1, column 2 is NaN, but a heat map draws finite values.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void New_EmptyMatrix_IsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => new HeatMap(new float[0, 3], [], ["x", "y", "z"]));
        Assert.StartsWith("A heat map needs a value, but got a matrix of 0 by 3.", error.Message, StringComparison.Ordinal);
    }

    private static string[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(i => $"{i}")];

    private static float[,] Ramp(int rows, int columns)
    {
        var values = new float[rows, columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++) values[i, j] = (float)((i * columns) + j) / (rows * columns);
        }

        return values;
    }

    private static int Colours(SKBitmap picture)
    {
        var colours = new HashSet<uint>();
        for (int y = 0; y < picture.Height; y++)
            for (int x = 0; x < picture.Width; x++)
                colours.Add((uint)picture.GetPixel(x, y));
        return colours.Count;
    }
}
