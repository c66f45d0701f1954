using System.Numerics.Tensors;

namespace Unroll;

/// <summary>A picture in memory: [height, width, 3] bytes of red, green and blue, row by row.</summary>
public sealed class Picture
{
    /// <summary>The bytes of a pixel.</summary>
    public const int Channels = 3;

    private readonly byte[] _pixels;

    /// <summary>A picture of given pixels.</summary>
    /// <param name="pixels">[height, width, 3], not copied.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <exception cref="ShapeException">There are not <c>height * width * 3</c> bytes.</exception>
    public Picture(byte[] pixels, int height, int width)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (pixels.Length != (long)height * width * Channels)
        {
            Throw.Shape($"A picture of {height} rows and {width} columns has {(long)height * width * Channels} bytes, but got {pixels.Length}. Give red, green and blue for each pixel.");
        }
        (_pixels, Height, Width) = (pixels, height, width);
    }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>[height, width, 3].</summary>
    public ReadOnlySpan<byte> Pixels => _pixels;

    /// <summary>The picture as numbers from 0 to 1, [height, width, 3].</summary>
    public Tensor<float> ToTensor() => Tensor.Create(Array.ConvertAll(_pixels, static p => p / 255f), [Height, Width, Channels]);
}
