namespace Bench;

/// <summary>Distances between floats and what they should be.</summary>
internal static class Ulps
{
    private const double SmallestNormal = 1.1754943508222875e-38;

    /// <summary>Not a number, infinite, or finite, as the true result rounds; a true result too small for a normal float may have become 0.</summary>
    public static bool AreOfOneKind(float value, double expected)
    {
        float rounded = (float)expected;
        return float.IsNaN(rounded) ? float.IsNaN(value) : float.IsInfinity(rounded) ? value == rounded : float.IsFinite(value);
    }

    /// <summary>In units of the last place of the true result; 0 where that is not a normal float.</summary>
    public static double Error(float value, double expected)
    {
        double size = Math.Abs(expected);
        return size < SmallestNormal || !float.IsFinite((float)expected) ? 0 : Math.Abs(value - expected) / Math.ScaleB(1, Math.ILogB(size) - 23);
    }
}
