using System.Globalization;

namespace Unroll.Cli.Output;

/// <summary>Numbers as every language of the command prints them.</summary>
internal static class Invariant
{
    public static string Four(double value) => value.ToString("F4", CultureInfo.InvariantCulture);

    public static string Two(double value) => value.ToString("F2", CultureInfo.InvariantCulture);

    /// <summary>A part as a percentage.</summary>
    public static string Percent(double part) => (100 * part).ToString("F2", CultureInfo.InvariantCulture) + " %";

    public static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture) + "s";

    public static string Clock(TimeSpan time) =>
        time.ToString(time.TotalHours >= 1 ? @"h\:mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture);

    /// <summary>As many digits as it takes to read the same number back.</summary>
    public static string Exact(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
