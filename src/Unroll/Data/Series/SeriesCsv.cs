using System.Globalization;

namespace Unroll;

/// <summary>Reads a series from a CSV file. What is wrong with it is told by line and column.</summary>
internal sealed class SeriesCsv
{
    private const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    /// <summary>Steps that a file may be stretched to by its gaps.</summary>
    private const int MostSteps = 1 << 24;

    private readonly string _path;
    private readonly SeriesCsvOptions _options;
    private readonly string[] _header;
    private readonly string[] _columns;
    private readonly List<(int Line, DateTime Time, float[] Values, string? Label)> _rows = [];

    private SeriesCsv(string path, SeriesCsvOptions options, string[] header)
    {
        (_path, _options, _header) = (path, options, header);
        string time = options.TimeColumn ?? header[0];
        _columns = options.Columns.Count > 0 ? [.. options.Columns] : [.. header.Where(c => c != time && c != options.LabelColumn && c != options.Where?.Column)];
        if (_columns.Length == 0) Throw.DataFile(path, $"it has no column of numbers beside '{time}'. Its columns are {TextList.Of(header)}.");
    }

    public static Series Read(string path, SeriesCsvOptions options)
    {
        SeriesCsv? reader = null;
        foreach ((int line, string[] fields) in CsvRows.Read(path))
        {
            if (reader is null) reader = new SeriesCsv(path, options, fields);
            else reader.Add(line, fields);
        }

        return reader is null ? Throw.DataFile<Series>(path, "it is empty, but expected a line with the columns' names and a row for each time.") : reader.Build();
    }

    private void Add(int line, string[] fields)
    {
        if (fields.Length != _header.Length)
            Throw.DataFile(_path, $"line {line} has {fields.Length} columns, but the first line names {_header.Length}. Complete the row.");
        if (_options.Where is { } where && fields[Index(where.Column)] != where.Value) return;
        string time = fields[Index(_options.TimeColumn ?? _header[0])];
        if (!DateTime.TryParse(time, CultureInfo.InvariantCulture, Utc, out DateTime at) && !DateTime.TryParseExact(time, "yyyy", CultureInfo.InvariantCulture, Utc, out at))
            Throw.DataFile(_path, $"line {line}, column '{_options.TimeColumn ?? _header[0]}': '{time}' is no date. Write it as in 2012-01-31, or name the column of the dates.");
        if (_rows.Count > 0 && at <= _rows[^1].Time)
        {
            Throw.DataFile(_path, $"line {line}: {Text(at)} follows {Text(_rows[^1].Time)}, but times are expected in ascending order, each once. "
                + "Sort the rows; if the file holds several series, choose one by the value of a column.");
        }
        _rows.Add((line, at, [.. _columns.Select(c => Number(line, c, fields[Index(c)]))], _options.LabelColumn is { } label ? fields[Index(label)] : null));
    }

    private int Index(string column)
    {
        int index = Array.IndexOf(_header, column);
        return index >= 0 ? index : Throw.DataFile<int>(_path, $"it has no column '{column}'. Its columns are {TextList.Of(_header)}.");
    }

    /// <summary>The number, or NaN where a missing one is to be filled in.</summary>
    private float Number(int line, string column, string text)
    {
        bool missing = text is "" or "NA" or "null" || text.Equals("nan", StringComparison.OrdinalIgnoreCase);
        if (missing && _options.FillGaps) return float.NaN;
        if (missing)
            Throw.DataFile(_path, $"line {line}, column '{column}': the number is missing (got '{text}'). Put it in, or let gaps be filled.");
        return float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && float.IsFinite(value)
            ? value
            : Throw.DataFile<float>(_path, $"line {line}, column '{column}': '{text}' is no finite number. Put one in, or name the columns of numbers.");
    }

    private Series Build()
    {
        if (_rows.Count < 2)
            Throw.DataFile(_path, $"it has {_rows.Count} rows{(_options.Where is { } w ? $" with '{w.Value}' in the column '{w.Column}'" : "")}, but a series has 2 or more. Give more rows.");
        SeriesStep step = SeriesStep.Of([.. _rows.Select(static r => r.Time)]);
        int count = CheckSteps(step);
        var values = new float[checked(count * _columns.Length)];
        Array.Fill(values, float.NaN);
        foreach (var row in _rows)
            row.Values.CopyTo(values, (int)step.Between(_rows[0].Time, row.Time)!.Value * _columns.Length);
        int filled = 0;
        for (int column = 0; column < _columns.Length; column++)
            filled += Fill(values, column);
        string[]? labels = _options.LabelColumn is null ? null : [.. _rows.Select(static r => r.Label!)];
        return new Series(_rows[0].Time, step, _columns, values, labels) { Filled = filled };
    }

    /// <summary>The number of steps, when all times stand on one and only those are missing that may.</summary>
    private int CheckSteps(SeriesStep step)
    {
        long last = 0;
        foreach (var (line, time, _, _) in _rows)
        {
            long at = step.Between(_rows[0].Time, time)
                ?? Throw.DataFile<long>(_path, $"line {line}: {Text(time)} is no whole number of steps of {step} after {Text(_rows[0].Time)}. Give values at equal steps.");
            if (at > last + 1 && (!_options.FillGaps || _options.LabelColumn is not null))
            {
                Throw.DataFile(_path, $"line {line}: {at - last - 1} steps of {step} are missing before {Text(time)}. "
                    + (_options.LabelColumn is null ? "Put the rows in, or let gaps be filled." : $"Put the rows in: '{_options.LabelColumn}' can't be filled."));
            }
            if (at >= MostSteps)
                Throw.DataFile(_path, $"line {line}: {Text(time)} is {at} steps of {step} after {Text(_rows[0].Time)}, but at most {MostSteps} are taken. Check the dates.");
            last = at;
        }

        return (int)last + 1;
    }

    /// <summary>Puts a line between the neighbours of missing numbers; gives how many there were.</summary>
    private int Fill(float[] values, int column)
    {
        int width = _columns.Length, count = values.Length / width, filled = 0, before = -1;
        for (int i = 0; i < count; i++)
        {
            if (float.IsNaN(values[(i * width) + column])) continue;
            if (before < 0 && i > 0) OpenEnd(column, "begins");
            for (int gap = before + 1; gap < i; gap++, filled++)
            {
                float from = values[(before * width) + column], to = values[(i * width) + column];
                values[(gap * width) + column] = from + ((to - from) * (gap - before) / (i - before));
            }
            before = i;
        }

        if (before < count - 1) OpenEnd(column, "ends");
        return filled;
    }

    private void OpenEnd(int column, string where) =>
        Throw.DataFile(_path, $"the column '{_columns[column]}' {where} with a missing number, which has only one neighbour and can't be filled. Leave those rows out.");

    private static string Text(DateTime time) => Series.Text(time);
}
