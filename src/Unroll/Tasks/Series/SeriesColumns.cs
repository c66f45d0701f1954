using System.Numerics.Tensors;

namespace Unroll;

/// <summary>The columns of a series that a task works on.</summary>
internal static class SeriesColumns
{
    /// <summary>The columns in the task's order, [time, columns].</summary>
    public static Tensor<float> Select(Series series, IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(series);
        float[][] values = [.. columns.Select(series.Column)];
        return Tensor.Create([.. Enumerable.Range(0, series.Count).SelectMany(t => values.Select(column => column[t]))], [series.Count, columns.Count]);
    }

    /// <summary>The last steps, [window, columns].</summary>
    public static Tensor<float> LastWindow(Series series, IReadOnlyList<string> columns, int window)
    {
        Tensor<float> values = Select(series, columns);
        return series.Count >= window
            ? Tensor.Create(values.ToArray()[^(window * columns.Count)..], [window, columns.Count])
            : Throw.Argument<Tensor<float>>($"The series has {series.Count} steps, but the model sees a window of {window}. Give a longer series.", nameof(series));
    }

    public static void Check(IReadOnlyList<string> columns, SeriesScaler scaler, int window)
    {
        if (window < 1) Throw.Argument($"Window is {window}, but expected 1 or more.");
        if (columns.Count == 0 || columns.Distinct().Count() != columns.Count)
            Throw.Argument($"The columns are {TextList.Of(columns)}, but expected one or more, each once.");
        scaler.Check(columns.Count);
    }
}
