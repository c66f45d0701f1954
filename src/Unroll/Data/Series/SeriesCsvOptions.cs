using System.Text.Json.Serialization;

namespace Unroll;

/// <summary>What of a CSV file becomes a series. Its first line names the columns.</summary>
public sealed record SeriesCsvOptions
{
    /// <summary>The column of the times, dates as in <c>2012-01-31</c> or <c>Jan 31 2012</c>; the first by default.</summary>
    public string? TimeColumn { get; init; }

    /// <summary>The columns of numbers, in the order that the series has them; all but those named otherwise by default.</summary>
    // JSON's reader doesn't know the default.
    [JsonRequired]
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>A column of names, such as the weather of a day; none by default.</summary>
    public string? LabelColumn { get; init; }

    /// <summary>Takes only the rows with a value in a column, where a file holds several series; all by default.</summary>
    public SeriesFilter? Where { get; init; }

    /// <summary>Whether missing rows and numbers are filled in on a line between their neighbours. Without it they are an error.</summary>
    public bool FillGaps { get; init; }
}

/// <summary>The rows of a file that have a value in a column.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="Value">What stands in it.</param>
public sealed record SeriesFilter(string Column, string Value);
