using System.Buffers.Binary;
using SkiaSharp;
using Unroll.Images;

namespace Unroll.Tests.Images;

public class PictureFileTests
{
    [Fact]
    public void Load_WhatSaveWrote_HasTheSamePixels()
    {
        using var folder = new TemporaryFolder();
        var picture = Scenes.At(1, SceneSplit.Train, 0).Draw(40);
        PictureFile.Save(picture, folder["a.png"]);
        var again = PictureFile.Load(folder["a.png"], 40, 40);
        Assert.Equal(picture.Pixels.ToArray(), again.Pixels.ToArray());
        Assert.Equal([40, 40, 3], again.ToTensor().Lengths.ToArray());
        Assert.Equal(picture.Pixels[0] / 255f, again.ToTensor()[0, 0, 0]);
    }

    [Fact]
    public void Load_AWidePicture_FitsItWholeOnWhite()
    {
        using var folder = new TemporaryFolder();
        Write(folder["wide.png"], 80, 40, SKColors.Black);
        var picture = PictureFile.Load(folder["wide.png"], 20, 20);
        Assert.Equal([255, 255, 255], Pixel(picture, 2, 10));
        Assert.Equal([0, 0, 0], Pixel(picture, 10, 2));
        Assert.Equal([0, 0, 0], Pixel(picture, 10, 17));
        Assert.Equal([255, 255, 255], Pixel(picture, 17, 10));
    }

    [Fact]
    public void Load_ATransparentPicture_StandsOnWhite()
    {
        using var folder = new TemporaryFolder();
        Write(folder["clear.png"], 8, 8, SKColors.Transparent);
        Assert.All(PictureFile.Load(folder["clear.png"], 8, 8).Pixels.ToArray(), p => Assert.Equal(255, p));
    }

    [Fact]
    public void Load_NoPicture_SaysSo()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a.jpg"], "this is text");
        File.WriteAllBytes(folder["b.jpg"], []);
        Assert.Equal($"{folder["a.jpg"]}: this is no picture that can be read. Give a PNG, JPEG, WebP, GIF or BMP file.", Error(folder["a.jpg"]));
        Assert.Equal($"{folder["b.jpg"]}: this is no picture that can be read. Give a PNG, JPEG, WebP, GIF or BMP file.", Error(folder["b.jpg"]));
    }

    [Theory]
    [InlineData("a.png")]
    [InlineData("a.jpg")]
    public void Load_APictureThatIsCutOff_SaysSo(string name)
    {
        using var folder = new TemporaryFolder();
        Write(folder[name], 64, 64, null);
        File.WriteAllBytes(folder[name], File.ReadAllBytes(folder[name])[..^200]);
        Assert.Equal($"{folder[name]}: the picture is damaged or cut off (IncompleteInput). Get the whole file.", Error(folder[name]));
    }

    [Fact]
    public void Load_TooManyPixels_IsRefusedBeforeTheyGetMemory()
    {
        using var folder = new TemporaryFolder();
        Write(folder["a.png"], 4, 4, null);
        byte[] png = File.ReadAllBytes(folder["a.png"]);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), 60_000);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), 50_000);
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), Crc(png.AsSpan(12, 17)));
        File.WriteAllBytes(folder["a.png"], png);
        Assert.Equal($"{folder["a.png"]}: the picture has 60000 x 50000 pixels, but 100000000 at most are decoded. Scale it down.", Error(folder["a.png"]));
    }

    [Fact]
    public void Jitter_SameNumbers_GivesTheSamePixels()
    {
        var picture = Scenes.At(1, SceneSplit.Train, 0).Draw(32);
        byte[] first = PictureJitter.Apply(picture, 1, 2, 3).Pixels.ToArray();
        Assert.Equal(first, PictureJitter.Apply(picture, 1, 2, 3).Pixels.ToArray());
        Assert.NotEqual(first, PictureJitter.Apply(picture, 1, 2, 4).Pixels.ToArray());
        Assert.NotEqual(first, PictureJitter.Apply(picture, 1, 3, 3).Pixels.ToArray());
    }

    [Fact]
    public void Picture_WrongNumberOfBytes_SaysHowMany()
    {
        var error = Assert.Throws<ShapeException>(() => new Picture(new byte[10], 2, 2));
        Assert.Equal("A picture of 2 rows and 2 columns has 12 bytes, but got 10. Give red, green and blue for each pixel.", error.Message);
    }

    private static string Error(string path) => Assert.Throws<InvalidDataException>(() => PictureFile.Load(path, 8, 8)).Message;

    private static byte[] Pixel(Picture picture, int row, int column) => picture.Pixels.Slice(((row * picture.Width) + column) * 3, 3).ToArray();

    /// <summary>A picture of one colour, or of many, which make a longer file.</summary>
    private static void Write(string path, int width, int height, SKColor? color)
    {
        using var bitmap = new SKBitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        for (int i = 0; i < width * height; i++) bitmap.SetPixel(i % width, i / width, color ?? new SKColor((byte)(i * 7), (byte)(i * 13), (byte)(i * i)));
        using var data = bitmap.Encode(path.EndsWith(".png", StringComparison.Ordinal) ? SKEncodedImageFormat.Png : SKEncodedImageFormat.Jpeg, 90);
        File.WriteAllBytes(path, data.ToArray());
    }

    /// <summary>PNG's checksum.</summary>
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }
        return ~crc;
    }
}
