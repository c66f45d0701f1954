namespace Unroll.Images;

/// <summary>Draws scenes by additions, multiplications and comparisons of doubles alone, whose results are the same on every machine; a graphics library's are not.</summary>
internal static class SceneDrawing
{
    /// <summary>Points along each side of a pixel that are looked at.</summary>
    private const int Points = 4;

    // Corners on a circle of radius 1, y downwards.
    private const double Cos30 = 0.86602540378443865, Cos45 = 0.70710678118654752;
    private const double Sin18 = 0.30901699437494742, Cos18 = 0.95105651629515357, Sin36 = 0.58778525229247313, Cos36 = 0.80901699437494742;

    /// <summary>How far a star's inner corners are from its middle.</summary>
    private const double Inner = 0.45;

    /// <summary>Half the width of a cross's arms.</summary>
    private const double Arm = 0.32;

    private static readonly (double X, double Y)[] s_square = [(-Cos45, -Cos45), (Cos45, -Cos45), (Cos45, Cos45), (-Cos45, Cos45)];
    private static readonly (double X, double Y)[] s_triangle = [(0, -1), (Cos30, 0.5), (-Cos30, 0.5)];
    private static readonly (double X, double Y)[] s_diamond = [(0, -1), (0.7, 0), (0, 1), (-0.7, 0)];
    private static readonly (double X, double Y)[] s_star =
    [
        (0, -1), (Inner * Sin36, -Inner * Cos36), (Cos18, -Sin18), (Inner * Cos18, Inner * Sin18), (Sin36, Cos36),
        (0, Inner), (-Sin36, Cos36), (-Inner * Cos18, Inner * Sin18), (-Cos18, -Sin18), (-Inner * Sin36, -Inner * Cos36),
    ];

    private static readonly (double X, double Y)[] s_cross =
    [
        (-Arm, -1), (Arm, -1), (Arm, -Arm), (1, -Arm), (1, Arm), (Arm, Arm), (Arm, 1), (-Arm, 1), (-Arm, Arm), (-1, Arm), (-1, -Arm), (-Arm, -Arm),
    ];

    public static Picture Draw(Scene scene, int side)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 8);
        byte[] pixels = new byte[side * side * Picture.Channels];
        Array.Fill(pixels, scene.Ground);
        foreach (SceneObject it in scene.Objects)
        {
            Draw(it, pixels, side);
        }
        return new Picture(pixels, side, side);
    }

    private static void Draw(SceneObject it, byte[] pixels, int side)
    {
        // The cosine and the sine of an angle by the tangent of its half, and pixels by the radius.
        double t = it.Turn, cos = (1 - (t * t)) / (1 + (t * t)), sin = 2 * t / (1 + (t * t)), scale = 1 / (side * it.Radius);
        (int top, int bottom) = Range(it.Y, it.Radius, side);
        (int left, int right) = Range(it.X, it.Radius, side);
        for (int row = top; row < bottom; row++)
        {
            double y = (row - (it.Y * side)) * scale;
            for (int column = left; column < right; column++)
            {
                double x = (column - (it.X * side)) * scale;
                int covered = Covered(it.Shape, (x * cos) + (y * sin), (y * cos) - (x * sin), cos * scale, sin * scale);
                Blend(pixels.AsSpan(((row * side) + column) * Picture.Channels, Picture.Channels), it.Rgb, covered);
            }
        }
    }

    /// <summary>The pixels that an object can touch along an axis; a cross's corners reach a little beyond its radius.</summary>
    private static (int From, int To) Range(double middle, double radius, int side)
    {
        const double Reach = 1.1;
        return ((int)Math.Max(0, (middle - (radius * Reach)) * side), (int)Math.Min(side, ((middle + (radius * Reach)) * side) + 1));
    }

    /// <summary>How many of a pixel's points a shape of radius 1 covers: all or none where its corners agree.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="x">The pixel's corner as the shape sees it.</param>
    /// <param name="y">The pixel's corner as the shape sees it.</param>
    /// <param name="dx">The way of a column.</param>
    /// <param name="dy">The way of a column, turned about; a row goes (dy, dx).</param>
    private static int Covered(SceneShape shape, double x, double y, double dx, double dy)
    {
        bool first = At(0, 0);
        if (first == At(1, 0) && first == At(0, 1) && first == At(1, 1))
        {
            return first ? Points * Points : 0;
        }
        int covered = 0;
        for (int point = 0; point < Points * Points; point++)
        {
            if (At(((point % Points) + 0.5) / Points, ((point / Points) + 0.5) / Points))
            {
                covered++;
            }
        }
        return covered;

        bool At(double column, double row) => Holds(shape, x + (column * dx) + (row * dy), y + (row * dx) - (column * dy));
    }

    private static void Blend(Span<byte> pixel, IReadOnlyList<byte> rgb, int covered)
    {
        const int All = Points * Points;
        for (int c = 0; c < pixel.Length; c++)
        {
            pixel[c] = (byte)(((pixel[c] * (All - covered)) + (rgb[c] * covered)) / All);
        }
    }

    private static bool Holds(SceneShape shape, double x, double y) => shape switch
    {
        SceneShape.Circle => (x * x) + (y * y) < 0.81,
        SceneShape.Square => Holds(s_square, x, y),
        SceneShape.Triangle => Holds(s_triangle, x, y),
        SceneShape.Star => Holds(s_star, x, y),
        SceneShape.Diamond => Holds(s_diamond, x, y),
        _ => Holds(s_cross, x, y),
    };

    /// <summary>Whether a ray to the right crosses the outline an odd number of times.</summary>
    private static bool Holds((double X, double Y)[] corners, double x, double y)
    {
        bool inside = false;
        if ((x * x) + (y * y) > 1.21)
        {
            return false;
        }
        (double X, double Y) a = corners[^1];
        foreach ((double X, double Y) b in corners)
        {
            if ((a.Y > y) != (b.Y > y) && x < a.X + ((b.X - a.X) * (y - a.Y) / (b.Y - a.Y)))
            {
                inside = !inside;
            }
            a = b;
        }
        return inside;
    }
}
