namespace Unroll.Images;

/// <summary>
/// Changes a picture a little, another way each time, so that a model that sees it often learns what is in it and not its pixels: moved, scaled, lighter or darker, its colours shifted.
/// What it does follows from the seed and two numbers, and is the same on every machine. Pictures are not mirrored, since left and right may stand in a caption.
/// </summary>
public static class PictureJitter
{
    /// <summary>"jitt".</summary>
    private const ulong Stream = 0x6A69_7474_0000_0000;

    private const double Shift = 0.06, Zoom = 0.14, Gain = 0.2, Offset = 24;

    /// <summary>A changed copy.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="seed">Where the random numbers begin.</param>
    /// <param name="pass">A number: the pass over the data.</param>
    /// <param name="sample">A number: the sample in it.</param>
    public static Picture Apply(Picture picture, ulong seed, int pass, int sample)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var philox = new Philox(seed, Stream + (ulong)pass);
        ulong element = 0;
        double Draw(double most) => most * ((2 * philox.UniformAt((ulong)sample, element++)) - 1);

        (int height, int width) = (picture.Height, picture.Width);
        double scaleX = 1 + Draw(Zoom), scaleY = scaleX * (1 + (Draw(Zoom) / 2)), x0 = Draw(Shift) * width, y0 = Draw(Shift) * height;
        double light = 1 + Draw(Gain), offset = Draw(Offset);
        double[] gains = [light * (1 + (Draw(Gain) / 2)), light * (1 + (Draw(Gain) / 2)), light * (1 + (Draw(Gain) / 2))];
        byte[] pixels = new byte[picture.Pixels.Length];
        for (int row = 0; row < height; row++)
        {
            double y = ((row + 0.5 - (height / 2.0)) * scaleY) + (height / 2.0) + y0 - 0.5;
            for (int column = 0; column < width; column++)
            {
                double x = ((column + 0.5 - (width / 2.0)) * scaleX) + (width / 2.0) + x0 - 0.5;
                Span<byte> pixel = pixels.AsSpan(((row * width) + column) * Picture.Channels, Picture.Channels);
                for (int c = 0; c < pixel.Length; c++)
                {
                    pixel[c] = (byte)Math.Clamp(((Between(picture, y, x, c) - 128) * gains[c]) + 128 + offset, 0, 255);
                }
            }
        }
        return new Picture(pixels, height, width);
    }

    /// <summary>The value at a place between four pixels; beyond the edge, the edge's.</summary>
    private static double Between(Picture picture, double y, double x, int channel)
    {
        int row = (int)Math.Floor(y), column = (int)Math.Floor(x);
        double down = y - row, right = x - column;
        double top = (At(row, column) * (1 - right)) + (At(row, column + 1) * right);
        double bottom = (At(row + 1, column) * (1 - right)) + (At(row + 1, column + 1) * right);
        return (top * (1 - down)) + (bottom * down);

        int At(int r, int c) => picture.Pixels[(((Math.Clamp(r, 0, picture.Height - 1) * picture.Width) + Math.Clamp(c, 0, picture.Width - 1)) * Picture.Channels) + channel];
    }
}
