namespace Bench;

/// <summary>Numbers as the tables have them.</summary>
internal static class Show
{
    public static string Time(double seconds) => seconds switch
    {
        >= 1 => $"{seconds:F2} s",
        >= 1e-3 => $"{seconds * 1e3:F2} ms",
        >= 1e-6 => $"{seconds * 1e6:F1} µs",
        _ => $"{seconds * 1e9:F2} ns",
    };

    public static string Ratio(Interval ratio) => $"{ratio.Value:F2} [{ratio.Low:F2}, {ratio.High:F2}]";

    public static string Percent(double share) => $"{share * 100:F1} %";
}
