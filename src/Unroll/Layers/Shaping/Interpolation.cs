namespace Unroll;

/// <summary>What stands between the pixels of a picture that is made larger. Keras: <c>interpolation</c>.</summary>
public enum Interpolation
{
    /// <summary>The nearest pixel.</summary>
    Nearest,

    /// <summary>A mean of the four pixels around, by their distance from the new pixel's centre; edges go on.</summary>
    Bilinear,
}
