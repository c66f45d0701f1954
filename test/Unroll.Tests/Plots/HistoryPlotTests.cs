using SkiaSharp;
using Unroll.Plots;

namespace Unroll.Tests.Plots;

public class HistoryPlotTests
{
    [Fact]
    public void Save_LossAndValidation_DrawsBothLinesAndText()
    {
        using var folder = new TemporaryFolder();
        HistoryPlot.Save(SomeHistory(validation: true), "loss", folder["loss.png"]);
        using var picture = SKBitmap.Decode(folder["loss.png"]);
        Assert.Equal((640, 480), (picture.Width, picture.Height));
        Assert.True(Count(picture, 0, 0, 640, 480, color => color is { Red: 255, Green: 0, Blue: 0 }) > 100);
        Assert.True(Count(picture, 0, 0, 640, 480, color => color is { Red: 0, Green: 0, Blue: 255 }) > 100);
        Assert.True(Count(picture, 280, 455, 400, 478, Dark) > 50, "no 'epoch' under the axis");
        Assert.True(Count(picture, 0, 180, 20, 270, Dark) > 30, "no 'loss' beside the axis");
    }

    [Fact]
    public void Save_NoValidation_DrawsTheTrainingAlone()
    {
        using var folder = new TemporaryFolder();
        HistoryPlot.Save(SomeHistory(validation: false), "loss", folder["loss.png"]);
        using var picture = SKBitmap.Decode(folder["loss.png"]);
        Assert.Equal(0, Count(picture, 0, 0, 640, 480, color => color is { Red: 255, Green: 0, Blue: 0 }));
    }

    [Fact]
    public void Save_UnknownMetric_SaysWhichThereAre()
    {
        var error = Assert.Throws<ArgumentException>(() => HistoryPlot.Save(SomeHistory(validation: true), "f1", "f1.png"));
        Assert.StartsWith("The history has no 'f1'; it has loss, val_loss. Name one of these.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Save_NoSuchFolder_Throws()
    {
        using var folder = new TemporaryFolder();
        Assert.ThrowsAny<IOException>(() => HistoryPlot.Save(SomeHistory(validation: true), "loss", Path.Combine(folder["none"], "loss.png")));
        Assert.Empty(folder.Names);
    }

    private static bool Dark(SKColor color) => color.Red < 100 && color.Green < 100 && color.Blue < 100;

    private static int Count(SKBitmap picture, int left, int top, int right, int bottom, Func<SKColor, bool> wanted)
    {
        int count = 0;
        for (int y = top; y < bottom; y++)
            for (int x = left; x < right; x++)
                if (wanted(picture.GetPixel(x, y))) count++;
        return count;
    }

    private static History SomeHistory(bool validation)
    {
        var history = new History();
        for (int epoch = 1; epoch <= 5; epoch++)
        {
            var values = new Dictionary<string, double> { ["loss"] = 2.0 / epoch };
            if (validation) values["val_loss"] = (2.0 / epoch) + 0.2;
            history.Add(values, TimeSpan.FromSeconds(1));
        }

        return history;
    }
}
