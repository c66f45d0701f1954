using System.Text.Json.Serialization;

namespace Unroll;

/// <summary>The time from one value of a series to the next: so many months of the calendar, or a fixed span.</summary>
public readonly record struct SeriesStep
{
    private static readonly TimeSpan s_shortestMonth = TimeSpan.FromDays(28);

    /// <summary>A step of both; one of them is 0.</summary>
    [JsonConstructor]
    public SeriesStep(int months, TimeSpan span) => (Months, Span) = (months, span);

    /// <summary>Months of a step; 0 for a fixed span.</summary>
    public int Months { get; }

    /// <summary>The fixed span; 0 for months.</summary>
    public TimeSpan Span { get; }

    /// <summary>A step of a month.</summary>
    public static SeriesStep Month { get; } = new(1, TimeSpan.Zero);

    /// <summary>A step of a day.</summary>
    public static SeriesStep Day { get; } = new(0, TimeSpan.FromDays(1));

    /// <summary>The smallest step between times in ascending order: months where all are of the same day of the month.</summary>
    internal static SeriesStep Of(IReadOnlyList<DateTime> times)
    {
        TimeSpan smallest = times.Zip(times.Skip(1), static (a, b) => b - a).Min();
        bool months = smallest >= s_shortestMonth && times.All(t => t == times[0].AddMonths(MonthsBetween(times[0], t)));
        return months ? new(times.Zip(times.Skip(1), MonthsBetween).Min(), TimeSpan.Zero) : new(0, smallest);
    }

    /// <summary>The time so many steps after another.</summary>
    /// <exception cref="ArgumentException">It is none that a date can be.</exception>
    public DateTime After(DateTime start, int steps)
    {
        try
        {
            return Months > 0 ? start.AddMonths(checked(Months * steps)) : start + (Span * steps);
        }
        catch (Exception e) when (e is OverflowException or ArgumentOutOfRangeException)
        {
            return Throw.Argument<DateTime>($"{steps} steps of {this} after {Series.Text(start)} are beyond the dates from the year 1 to 9999. Check the dates, or take fewer steps.", nameof(steps));
        }
    }

    /// <summary>How many steps lie between two times; null if it is no whole number of them.</summary>
    internal long? Between(DateTime start, DateTime end)
    {
        (long distance, long step) = Months > 0 ? (MonthsBetween(start, end), Months) : ((end - start).Ticks, Span.Ticks);
        return distance % step == 0 ? distance / step : null;
    }

    /// <summary>A text such as <c>1 month</c> or <c>1.00:00:00</c>.</summary>
    public override string ToString() => Months switch
    {
        0 => Span == TimeSpan.FromDays(1) ? "1 day" : Span.ToString(),
        1 => "1 month",
        _ => $"{Months} months",
    };

    private static int MonthsBetween(DateTime start, DateTime end) => ((end.Year - start.Year) * 12) + end.Month - start.Month;
}
