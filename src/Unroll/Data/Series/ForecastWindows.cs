using System.Numerics.Tensors;

namespace Unroll;

/// <summary>Windows of a series and the steps that follow each, and the forecasts that need no model.</summary>
public static class ForecastWindows
{
    /// <summary>The windows whose following steps all lie in a range, in order, and those steps.</summary>
    /// <param name="values">The series, [time, columns].</param>
    /// <param name="window">Steps of a window.</param>
    /// <param name="stepsAhead">Steps that follow a window.</param>
    /// <param name="column">The column that is to be forecast.</param>
    /// <param name="targets">Where the following steps lie; the windows may begin before.</param>
    /// <returns>The windows, [windows, window, columns], and what follows, [windows, stepsAhead].</returns>
    /// <exception cref="ArgumentException">No window fits, or an argument is out of its range.</exception>
    public static (Tensor<float> X, Tensor<float> Y) Create(Tensor<float> values, int window, int stepsAhead, int column, Range targets)
    {
        ArgumentNullException.ThrowIfNull(values);
        float[] flat = values.ToArray();
        int width = Width(values, column);
        int[] starts = Starts((int)values.Lengths[0], window, stepsAhead, targets);
        var x = new float[checked(starts.Length * window * width)];
        for (int i = 0; i < starts.Length; i++)
            flat.AsSpan((starts[i] - window) * width, window * width).CopyTo(x.AsSpan(i * window * width));
        return (Tensor.Create(x, [starts.Length, window, width]), Gather(starts, stepsAhead, (start, k) => flat[((start + k) * width) + column]));
    }

    /// <summary>The naive forecast for the same windows: all that follows is as the window's last step. [windows, stepsAhead].</summary>
    /// <inheritdoc cref="Create"/>
    public static Tensor<float> Naive(Tensor<float> values, int window, int stepsAhead, int column, Range targets)
    {
        ArgumentNullException.ThrowIfNull(values);
        float[] flat = values.ToArray();
        int width = Width(values, column);
        return Gather(Starts((int)values.Lengths[0], window, stepsAhead, targets), stepsAhead, (start, _) => flat[((start - 1) * width) + column]);
    }

    /// <summary>The seasonal-naive forecast for the same windows: what follows is as it was the last time in the season that is known at the window's end. [windows, stepsAhead].</summary>
    /// <inheritdoc cref="Create"/>
    /// <param name="values">The series, [time, columns].</param>
    /// <param name="window">Steps of a window.</param>
    /// <param name="stepsAhead">Steps that follow a window.</param>
    /// <param name="column">The column that is to be forecast.</param>
    /// <param name="targets">Where the following steps lie.</param>
    /// <param name="season">Steps of a season: 12 for months of a year.</param>
    public static Tensor<float> SeasonalNaive(Tensor<float> values, int window, int stepsAhead, int column, Range targets, int season)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfLessThan(season, 1);
        float[] flat = values.ToArray();
        int width = Width(values, column);
        int[] starts = Starts((int)values.Lengths[0], window, stepsAhead, targets);
        if (starts[0] < season)
            Throw.Argument($"A season of {season} steps doesn't lie before step {starts[0]}, where the forecasts begin. Forecast later steps, or give a shorter season.", nameof(season));
        return Gather(starts, stepsAhead, (start, k) => flat[((start + k - (season * (1 + (k / season)))) * width) + column]);
    }

    /// <summary>The first steps that follow the windows.</summary>
    private static int[] Starts(int length, int window, int stepsAhead, Range targets)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stepsAhead, 1);
        (int offset, int count) = targets.GetOffsetAndLength(length);
        int first = Math.Max(offset, window);
        int windows = offset + count - stepsAhead - first + 1;
        if (windows < 1)
        {
            Throw.Argument($"No window fits: {window} steps and {stepsAhead} that follow them, these from step {offset} to {offset + count - 1} of {length}. "
                + "Give more steps, a shorter window or fewer steps ahead.", nameof(window));
        }
        return [.. Enumerable.Range(first, windows)];
    }

    private static Tensor<float> Gather(int[] starts, int stepsAhead, Func<int, int, float> value)
    {
        var gathered = new float[checked(starts.Length * stepsAhead)];
        for (int i = 0; i < gathered.Length; i++)
            gathered[i] = value(starts[i / stepsAhead], i % stepsAhead);
        return Tensor.Create(gathered, [starts.Length, stepsAhead]);
    }

    private static int Width(Tensor<float> values, int column)
    {
        if (values.Rank != 2 || values.FlattenedLength == 0)
            Throw.Shape($"The series has the shape [{string.Join(", ", values.Lengths.ToArray())}], but expected [time, columns].");
        ArgumentOutOfRangeException.ThrowIfNegative(column);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(column, (int)values.Lengths[1]);
        return (int)values.Lengths[1];
    }
}
