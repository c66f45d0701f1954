using System.Globalization;
using System.Numerics.Tensors;

namespace Unroll;

/// <summary>Numbers measured at equal steps of time, in columns that have names; and, where there is one, a label for each step.</summary>
public sealed class Series
{
    private readonly float[] _values;

    /// <summary>A series from its values.</summary>
    /// <param name="start">The time of the first values.</param>
    /// <param name="step">The time from one step to the next.</param>
    /// <param name="columns">The columns' names.</param>
    /// <param name="values">[time, columns], row by row.</param>
    /// <param name="labels">A label for each step; none by default.</param>
    /// <exception cref="ArgumentException">The numbers of columns, values and labels don't fit each other, or a value is not finite.</exception>
    public Series(DateTime start, SeriesStep step, IReadOnlyList<string> columns, float[] values, IReadOnlyList<string>? labels = null)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(values);
        if (columns.Count == 0 || values.Length == 0 || values.Length % columns.Count != 0)
            Throw.Argument($"{columns.Count} columns don't fit {values.Length} values. Give as many values for each step as there are columns.", nameof(values));
        int wrong = Array.FindIndex(values, static v => !float.IsFinite(v));
        if (wrong >= 0)
            Throw.Argument($"The value of '{columns[wrong % columns.Count]}' at step {wrong / columns.Count} is {values[wrong]}, but expected a finite number. Fill the gap first.", nameof(values));
        (Start, Step, Columns, _values, Labels) = (start, step, columns, values, labels);
        if (labels is not null && labels.Count != Count)
            Throw.Argument($"There are {labels.Count} labels for {Count} steps. Give one for each.", nameof(labels));
    }

    /// <summary>The time of the first step.</summary>
    public DateTime Start { get; }

    /// <summary>The time from one step to the next.</summary>
    public SeriesStep Step { get; }

    /// <summary>The columns' names.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>A label for each step; null where there are none.</summary>
    public IReadOnlyList<string>? Labels { get; }

    /// <summary>The number of steps.</summary>
    public int Count => _values.Length / Columns.Count;

    /// <summary>Values that were missing in the file and were filled in.</summary>
    public int Filled { get; internal init; }

    /// <summary>All values, [time, columns].</summary>
    public Tensor<float> Values => Tensor.Create((float[])_values.Clone(), [Count, Columns.Count]);

    /// <summary>Reads a CSV file in UTF-8.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Which columns and rows; all by default.</param>
    /// <exception cref="InvalidDataException">A column or number is missing, a text is no number or date, a step is missing; the message names line and column.</exception>
    public static Series ReadCsv(string path, SeriesCsvOptions? options = null) => SeriesCsv.Read(path, options ?? new SeriesCsvOptions());

    /// <summary>The time of a step, which may lie after the series' end.</summary>
    public DateTime TimeOf(int step) => Step.After(Start, step);

    /// <summary>The values of some steps, [time, columns].</summary>
    public Tensor<float> ValuesOf(Range steps)
    {
        (int start, int length) = steps.GetOffsetAndLength(Count);
        return Tensor.Create(_values.AsSpan(start * Columns.Count, length * Columns.Count).ToArray(), [length, Columns.Count]);
    }

    /// <summary>The values of one column, [time].</summary>
    public float[] Column(string name)
    {
        int column = IndexOf(name), width = Columns.Count;
        return [.. Enumerable.Range(0, Count).Select(i => _values[(i * width) + column])];
    }

    /// <summary>The number of a column.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public int IndexOf(string name)
    {
        int index = Columns.ToList().IndexOf(name);
        return index >= 0 ? index : Throw.Argument<int>($"The series has no column '{name}'. It has {TextList.Of(Columns)}.", nameof(name));
    }

    /// <summary>Cuts the steps by time: the last for the test, those before them for validation, the first for training.</summary>
    /// <param name="validation">Steps for validation.</param>
    /// <param name="test">Steps for the test.</param>
    /// <exception cref="ArgumentException">Nothing is left for training.</exception>
    public (Range Training, Range Validation, Range Test) Split(int validation, int test)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(validation);
        ArgumentOutOfRangeException.ThrowIfNegative(test);
        long training = Count - (long)validation - test;
        if (training < 1)
            Throw.Argument($"{validation} steps for validation and {test} for the test leave none of {Count} for training. Hold back fewer.", nameof(test));
        int end = (int)training;
        return (..end, end..(end + validation), (end + validation)..Count);
    }

    /// <summary>A date, with the time of day where there is one.</summary>
    internal static string Text(DateTime time) =>
        time.ToString(time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
