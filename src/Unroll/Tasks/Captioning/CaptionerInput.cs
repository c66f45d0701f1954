namespace Unroll;

/// <summary>
/// What a captioner's model sees of a picture: red, green and blue, less the picture's mean and over its standard deviation, so that what stands out does so in any light; and the pixel's
/// place, x and y, from -1 to 1 ("CoordConv", Liu et al. 2018).
/// </summary>
internal static class CaptionerInput
{
    public const int Channels = Picture.Channels + 2;

    /// <summary>[pictures, height, width, 5].</summary>
    public static DataArray Of(IReadOnlyList<Picture> pictures, int height, int width)
    {
        int size = height * width * Channels;
        var values = new float[checked(pictures.Count * size)];
        for (int i = 0; i < pictures.Count; i++)
        {
            Picture picture = pictures[i];
            if (picture.Height != height || picture.Width != width)
            {
                Throw.Shape($"The model takes pictures of {height} rows and {width} columns, but got one of {picture.Height} and {picture.Width}. Load it at that size.");
            }
            Write(picture, values.AsSpan(i * size, size));
        }
        return new DataArray(values, pictures.Count, height, width, Channels);
    }

    private static void Write(Picture picture, Span<float> values)
    {
        ReadOnlySpan<byte> pixels = picture.Pixels;
        (double mean, double scale) = MeanAndScale(pixels);
        for (int pixel = 0; pixel < picture.Height * picture.Width; pixel++)
        {
            Span<float> to = values.Slice(pixel * Channels, Channels);
            for (int c = 0; c < Picture.Channels; c++)
            {
                to[c] = (float)((pixels[(pixel * Picture.Channels) + c] - mean) * scale);
            }
            (int row, int column) = Math.DivRem(pixel, picture.Width);
            (to[^2], to[^1]) = (Place(column, picture.Width), Place(row, picture.Height));
        }
    }

    /// <summary>The mean of all bytes, and one over their standard deviation, which counts as 1 at least. The sums are whole numbers.</summary>
    private static (double Mean, double Scale) MeanAndScale(ReadOnlySpan<byte> pixels)
    {
        long sum = 0, squares = 0;
        foreach (byte pixel in pixels)
        {
            sum += pixel;
            squares += pixel * pixel;
        }
        double mean = (double)sum / pixels.Length;
        return (mean, 1 / Math.Sqrt(Math.Max(1, ((double)squares / pixels.Length) - (mean * mean))));
    }

    private static float Place(int at, int of) => (((2 * at) + 1f) / of) - 1;
}
