using System.Numerics.Tensors;

namespace Unroll;

/// <summary>Windows over a series; Keras's <c>timeseries_dataset_from_array</c>. What it gives goes into <see cref="Dataset"/>, <c>Fit</c>, <c>Evaluate</c> and <c>Predict</c>.</summary>
public static class TimeSeries
{
    /// <summary>The windows of a series, in order.</summary>
    /// <param name="data">The series, [time, ...].</param>
    /// <param name="sequenceLength">Steps of a window.</param>
    /// <param name="sequenceStride">Steps from a window's begin to the next one's.</param>
    /// <param name="samplingRate">Steps of the series from a step of a window to the next.</param>
    /// <param name="startIndex">The first step that is used; 0 by default.</param>
    /// <param name="endIndex">The step before which the windows end; the series' length by default.</param>
    /// <returns>[windows, sequenceLength, ...].</returns>
    /// <exception cref="ArgumentException">An argument is out of its range, or no window fits into the series.</exception>
    public static Tensor<T> Windows<T>(
        Tensor<T> data, int sequenceLength, int sequenceStride = 1, int samplingRate = 1, int? startIndex = null, int? endIndex = null)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(data);
        int[] starts = Starts(Length(data), int.MaxValue, sequenceLength, sequenceStride, samplingRate, startIndex, endIndex);
        return Gather(data, starts, sequenceLength, samplingRate);
    }

    /// <summary>The windows of a series, in order, and a target for each.</summary>
    /// <param name="data">The series, [time, ...].</param>
    /// <param name="targets">[time, ...]: the target at a step belongs to the window that begins there. Where there are fewer than windows, the last windows are left out.</param>
    /// <param name="sequenceLength">Steps of a window.</param>
    /// <param name="sequenceStride">Steps from a window's begin to the next one's.</param>
    /// <param name="samplingRate">Steps of the series from a step of a window to the next.</param>
    /// <param name="startIndex">The first step that is used; 0 by default.</param>
    /// <param name="endIndex">The step before which the windows end; the series' length by default.</param>
    /// <returns>The windows, [windows, sequenceLength, ...], and their targets, [windows, ...].</returns>
    /// <exception cref="ArgumentException">An argument is out of its range, or no window fits into the series.</exception>
    public static (Tensor<T> X, Tensor<TTarget> Y) Windows<T, TTarget>(
        Tensor<T> data, Tensor<TTarget> targets, int sequenceLength, int sequenceStride = 1, int samplingRate = 1, int? startIndex = null, int? endIndex = null)
        where T : unmanaged
        where TTarget : unmanaged
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(targets);
        int[] starts = Starts(Length(data), Length(targets), sequenceLength, sequenceStride, samplingRate, startIndex, endIndex);
        return (Gather(data, starts, sequenceLength, samplingRate), Gather(targets, starts, 0, 1));
    }

    /// <summary>The steps at which the windows begin.</summary>
    private static int[] Starts(int length, int targets, int sequenceLength, int sequenceStride, int samplingRate, int? startIndex, int? endIndex)
    {
        AtLeastOne(sequenceLength, nameof(sequenceLength));
        AtLeastOne(sequenceStride, nameof(sequenceStride));
        AtLeastOne(samplingRate, nameof(samplingRate));
        int start = Within(startIndex ?? 0, 0, length, nameof(startIndex));
        int end = Within(endIndex ?? length, start, length, nameof(endIndex));
        long span = ((sequenceLength - 1L) * samplingRate) + 1;
        long count = Math.Min(end - start - span + 1, targets - (long)start);
        if (count < 1)
        {
            Throw.Argument(
                $"No window fits: {sequenceLength} steps at a sampling rate of {samplingRate} take {span} steps of the series, but there are {end - start}"
                + $"{(targets == int.MaxValue ? "" : $" and {Math.Max(0, targets - start)} targets")}. Give a longer series or a shorter sequenceLength.",
                nameof(sequenceLength));
        }
        var starts = new int[1 + ((count - 1) / sequenceStride)];
        for (int i = 0; i < starts.Length; i++)
        {
            starts[i] = start + (i * sequenceStride);
        }
        return starts;
    }

    /// <summary>The windows that begin at some steps; with 0 steps a window, the steps themselves, without an axis of time.</summary>
    private static Tensor<T> Gather<T>(Tensor<T> series, int[] starts, int steps, int rate)
        where T : unmanaged
    {
        var values = new T[series.FlattenedLength];
        series.FlattenTo(values);
        int size = values.Length / Length(series), rows = Math.Max(1, steps);
        var gathered = new T[checked(starts.Length * rows * size)];
        for (int i = 0; i < starts.Length; i++)
        {
            for (int step = 0; step < rows; step++)
            {
                values.AsSpan((starts[i] + (step * rate)) * size, size).CopyTo(gathered.AsSpan(((i * rows) + step) * size));
            }
        }
        ReadOnlySpan<nint> rest = series.Lengths[1..];
        return steps == 0 ? Tensor.Create(gathered, [starts.Length, .. rest]) : Tensor.Create(gathered, [starts.Length, steps, .. rest]);
    }

    private static int Length<T>(Tensor<T> series) =>
        series.Rank > 0 && series.FlattenedLength > 0
            ? checked((int)series.Lengths[0])
            : Throw.Argument<int>("The series is empty. Pass at least one step, [time, ...].", nameof(series));

    private static void AtLeastOne(int value, string name)
    {
        if (value < 1)
        {
            Throw.Argument($"{name} is {value}, but expected 1 or more.", name);
        }
    }

    private static int Within(int value, int least, int most, string name) =>
        value >= least && value <= most ? value : Throw.Argument<int>($"{name} is {value}, but expected a step from {least} to {most}.", name);
}
