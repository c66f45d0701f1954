using SkiaSharp;

namespace Unroll.Plots;

/// <summary>Pictures side by side, each with what a model says of it and, where that is something else, what a person says.</summary>
public static class CaptionSheet
{
    private const int Side = 160, Margin = 12, LineHeight = 17, Lines = 6;
    private const float TextSize = 13;

    /// <summary>Writes the sheet as PNG. Captions may be English or Korean.</summary>
    /// <param name="items">Pictures, what the model says, and what was expected, or null.</param>
    /// <param name="path">The file.</param>
    /// <param name="columns">Pictures in a row.</param>
    /// <exception cref="IOException">The file can't be written; one that was there before is unchanged.</exception>
    public static void Save(IReadOnlyList<(Picture Picture, string Caption, string? Expected)> items, string path, int columns = 4)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (items.Count == 0) throw new ArgumentException("There are no pictures to put on the sheet. Give one at least.", nameof(items));

        int rows = (items.Count + columns - 1) / columns, cell = Side + Margin + (Lines * LineHeight);
        using var bitmap = new SKBitmap(new SKImageInfo((Math.Min(columns, items.Count) * (Side + Margin)) + Margin, (rows * cell) + Margin));
        using var canvas = new SKCanvas(bitmap);
        using var typeface = EmbeddedFont.TypefaceFor(items.SelectMany(i => new[] { i.Caption, i.Expected ?? "" }));
        using var font = new SKFont(typeface, TextSize) { Edging = SKFontEdging.Antialias };
        canvas.Clear(SKColors.White);
        for (int i = 0; i < items.Count; i++)
        {
            var (row, column) = Math.DivRem(i, columns);
            Draw(canvas, font, items[i], Margin + (column * (Side + Margin)), Margin + (row * cell));
        }
        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        AtomicFile.Write(path, png.SaveTo);
    }

    private static void Draw(SKCanvas canvas, SKFont font, (Picture Picture, string Caption, string? Expected) item, int left, int top)
    {
        using (var bitmap = ToBitmap(item.Picture))
        using (var image = SKImage.FromBitmap(bitmap))
        {
            float scale = Math.Min((float)Side / bitmap.Width, (float)Side / bitmap.Height);
            canvas.DrawImage(image, SKRect.Create(left, top, bitmap.Width * scale, bitmap.Height * scale), new SKSamplingOptions(SKCubicResampler.Mitchell));
        }

        bool wrong = item.Expected is { } expected && expected != item.Caption;
        float y = top + Side + LineHeight;
        y = Write(canvas, font, item.Caption, left, y, wrong ? new SKColor(190, 40, 40) : SKColors.Black, wrong ? Lines / 2 : Lines);
        if (wrong) Write(canvas, font, item.Expected!, left, y, SKColors.Gray, Lines / 2);
    }

    /// <summary>Writes a text in lines as wide as a picture, and returns where the next one begins.</summary>
    private static float Write(SKCanvas canvas, SKFont font, string text, float left, float y, SKColor color, int most)
    {
        using var paint = new SKPaint { Color = color, IsAntialias = true };
        foreach (string line in Broken(font, text).Take(most))
        {
            canvas.DrawText(line, left, y, font, paint);
            y += LineHeight;
        }
        return y;
    }

    private static IEnumerable<string> Broken(SKFont font, string text)
    {
        string line = "";
        foreach (string word in text.Split(' '))
        {
            string longer = line.Length == 0 ? word : $"{line} {word}";
            if (line.Length > 0 && font.MeasureText(longer) > Side)
            {
                yield return line;
                longer = word;
            }
            line = longer;
        }
        yield return line;
    }

    private static SKBitmap ToBitmap(Picture picture)
    {
        var bitmap = new SKBitmap(new SKImageInfo(picture.Width, picture.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        var rgba = bitmap.GetPixelSpan();
        for (int i = 0; i < picture.Height * picture.Width; i++)
        {
            picture.Pixels.Slice(i * Picture.Channels, Picture.Channels).CopyTo(rgba[(i * 4)..]);
            rgba[(i * 4) + 3] = byte.MaxValue;
        }
        return bitmap;
    }
}
