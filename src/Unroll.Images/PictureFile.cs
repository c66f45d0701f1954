using SkiaSharp;

namespace Unroll.Images;

/// <summary>Reads and writes pictures: PNG, JPEG, WebP, GIF and BMP (of moving pictures the first frame); PNG is written.</summary>
public static class PictureFile
{
    /// <summary>The most pixels of a picture that is decoded: a photograph of 100 megapixels.</summary>
    public const int MostPixels = 100_000_000;

    /// <summary>The most bytes of a picture's file.</summary>
    private const long MostBytes = 1L << 28;

    /// <summary>Reads a picture at a wanted size: scaled so that it fits, whole and unstretched, into the middle; around it, and where it is transparent, all is white. A photograph stands as its camera was held.</summary>
    /// <param name="path">The file.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <exception cref="InvalidDataException">The file is no picture, is cut off, or has too many pixels; nothing was decoded then.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static Picture Load(string path, int height, int width)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        using SKBitmap bitmap = Decode(path);
        using SKBitmap fitted = new(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using (var canvas = new SKCanvas(fitted))
        using (SKImage image = SKImage.FromBitmap(bitmap))
        {
            canvas.Clear(SKColors.White);
            canvas.DrawImage(image, Fit(bitmap.Width, bitmap.Height, width, height), Sampling(bitmap, width, height));
        }
        return OfRgba(fitted.GetPixelSpan(), height, width);
    }

    /// <summary>Writes a picture as PNG.</summary>
    /// <exception cref="IOException">The file can't be written; one that was there before is unchanged.</exception>
    public static void Save(Picture picture, string path)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        using SKBitmap bitmap = ToBitmap(picture);
        using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        AtomicFile.Write(path, png.SaveTo);
    }

    /// <summary>The picture for SkiaSharp.</summary>
    internal static SKBitmap ToBitmap(Picture picture)
    {
        var bitmap = new SKBitmap(new SKImageInfo(picture.Width, picture.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        Span<byte> rgba = bitmap.GetPixelSpan();
        for (int i = 0; i < picture.Height * picture.Width; i++)
        {
            picture.Pixels.Slice(i * Picture.Channels, Picture.Channels).CopyTo(rgba[(i * 4)..]);
            rgba[(i * 4) + 3] = byte.MaxValue;
        }
        return bitmap;
    }

    private static SKBitmap Decode(string path)
    {
        long bytes = new FileInfo(path).Length;
        if (bytes > MostBytes)
        {
            throw new InvalidDataException($"{path}: the file has {bytes} bytes, but a picture has {MostBytes} at most. Scale it down.");
        }
        using SKData data = SKData.CreateCopy(File.ReadAllBytes(path));
        using SKCodec codec = SKCodec.Create(data) ?? throw new InvalidDataException($"{path}: this is no picture that can be read. Give a PNG, JPEG, WebP, GIF or BMP file.");
        SKImageInfo info = codec.Info;
        if ((long)info.Width * info.Height > MostPixels)
        {
            throw new InvalidDataException($"{path}: the picture has {info.Width} x {info.Height} pixels, but {MostPixels} at most are decoded. Scale it down.");
        }
        var bitmap = new SKBitmap(new SKImageInfo(info.Width, info.Height, SKColorType.Rgba8888, SKAlphaType.Premul));
        SKCodecResult result = codec.GetPixels(bitmap.Info, bitmap.GetPixels());
        if (result != SKCodecResult.Success)
        {
            bitmap.Dispose();
            throw new InvalidDataException($"{path}: the picture is damaged or cut off ({result}). Get the whole file.");
        }
        return Upright(bitmap, codec.EncodedOrigin);
    }

    /// <summary>The picture turned as its file says.</summary>
    private static SKBitmap Upright(SKBitmap bitmap, SKEncodedOrigin origin)
    {
        if (origin == SKEncodedOrigin.TopLeft)
        {
            return bitmap;
        }
        (int w, int h) = (bitmap.Width, bitmap.Height);
        bool turned = origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;
        SKMatrix matrix = origin switch
        {
            SKEncodedOrigin.TopRight => new SKMatrix(-1, 0, w, 0, 1, 0, 0, 0, 1),
            SKEncodedOrigin.BottomRight => new SKMatrix(-1, 0, w, 0, -1, h, 0, 0, 1),
            SKEncodedOrigin.BottomLeft => new SKMatrix(1, 0, 0, 0, -1, h, 0, 0, 1),
            SKEncodedOrigin.LeftTop => new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1),
            SKEncodedOrigin.RightTop => new SKMatrix(0, -1, h, 1, 0, 0, 0, 0, 1),
            SKEncodedOrigin.RightBottom => new SKMatrix(0, -1, h, -1, 0, w, 0, 0, 1),
            _ => new SKMatrix(0, 1, 0, -1, 0, w, 0, 0, 1),
        };
        using (bitmap)
        {
            var upright = new SKBitmap(new SKImageInfo(turned ? h : w, turned ? w : h, bitmap.ColorType, bitmap.AlphaType));
            using var canvas = new SKCanvas(upright);
            canvas.SetMatrix(matrix);
            canvas.DrawBitmap(bitmap, 0, 0);
            return upright;
        }
    }

    private static SKRect Fit(int width, int height, int toWidth, int toHeight)
    {
        float scale = Math.Min((float)toWidth / width, (float)toHeight / height);
        float w = width * scale, h = height * scale, left = (toWidth - w) / 2, top = (toHeight - h) / 2;
        return new SKRect(left, top, left + w, top + h);
    }

    /// <summary>Smaller by halves and what lies between them, larger by cubics; a picture of the wanted size stays as it is.</summary>
    private static SKSamplingOptions Sampling(SKBitmap bitmap, int width, int height) =>
        bitmap.Width == width && bitmap.Height == height ? SKSamplingOptions.Default
        : bitmap.Width > width || bitmap.Height > height ? new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear)
        : new SKSamplingOptions(SKCubicResampler.Mitchell);

    private static Picture OfRgba(ReadOnlySpan<byte> rgba, int height, int width)
    {
        byte[] pixels = new byte[height * width * Picture.Channels];
        for (int i = 0; i < height * width; i++)
        {
            rgba.Slice(i * 4, Picture.Channels).CopyTo(pixels.AsSpan(i * Picture.Channels));
        }
        return new Picture(pixels, height, width);
    }
}
