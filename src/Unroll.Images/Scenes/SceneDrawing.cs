namespace Unroll.Images;

/// <summary>Draws scenes by additions, multiplications and comparisons of doubles alone, whose results are the same on every machine; a graphics library's are not.</summary>
internal static class SceneDrawing
{
    /// <summary>Points along a side of a pixel that are looked at.</summary>
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
        (int top, int bottom) = Range(it.Y, it.Radius, side);
        (int left, int right) = Range(it.X, it.Radius, side);
        for (int row = top; row < bottom; row++)
        {
            for (int column = left; column < right; column++)
            {
                int covered = Covered(it, row, column, side);
                for (int c = 0; c < Picture.Channels; c++)
                {
                    ref byte pixel = ref pixels[(((row * side) + column) * Picture.Channels) + c];
                    pixel = (byte)(((pixel * ((Points * Points) - covered)) + (it.Rgb[c] * covered)) / (Points * Points));
                }
            }
        }
    }

    /// <summary>The pixels that an object can touch along an axis; a cross's corners reach a little beyond its arms.</summary>
    private static (int From, int To) Range(double middle, double radius, int side)
    {
        const double Reach = 1.1;
        return ((int)Math.Max(0, (middle - (radius * Reach)) * side), (int)Math.Min(side, ((middle + (radius * Reach)) * side) + 1));
    }

    /// <summary>How many of a pixel's points the object covers.</summary>
    private static int Covered(SceneObject it, int row, int column, int side)
    {
        // The cosine and the sine of an angle by the tangent of its half.
        double t = it.Turn, cos = (1 - (t * t)) / (1 + (t * t)), sin = 2 * t / (1 + (t * t));
        int covered = 0;
        for (int point = 0; point < Points * Points; point++)
        {
            double x = (((column + (((point % Points) + 0.5) / Points)) / side) - it.X) / it.Radius;
            double y = (((row + (((point / Points) + 0.5) / Points)) / side) - it.Y) / it.Radius;
            if (Holds(it.Shape, (x * cos) + (y * sin), (y * cos) - (x * sin)))
            {
                covered++;
            }
        }
        return covered;
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
