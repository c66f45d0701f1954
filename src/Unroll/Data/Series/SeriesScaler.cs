using System.Numerics.Tensors;

namespace Unroll;

/// <summary>Brings columns to a common scale, <c>(x - Offsets) / Scales</c>, and back. Fit it on the training part only.</summary>
public sealed record SeriesScaler
{
    /// <summary>What is subtracted from each column.</summary>
    public required IReadOnlyList<float> Offsets { get; init; }

    /// <summary>What each column is then divided by.</summary>
    public required IReadOnlyList<float> Scales { get; init; }

    /// <summary>Columns of mean 0 and standard deviation 1; a column that never changes becomes 0.</summary>
    /// <param name="values">The training part, [time, columns].</param>
    public static SeriesScaler Standard(Tensor<float> values) => Fit(values, static column =>
    {
        double mean = column.Average();
        return (mean, Math.Sqrt(column.Sum(v => (v - mean) * (v - mean)) / column.Length));
    });

    /// <summary>Columns from 0 to 1; a column that never changes becomes 0.</summary>
    /// <param name="values">The training part, [time, columns].</param>
    public static SeriesScaler MinMax(Tensor<float> values) => Fit(values, static column => (column.Min(), column.Max() - column.Min()));

    /// <summary>The scaled columns.</summary>
    /// <param name="values">[time, columns].</param>
    /// <exception cref="ShapeException">There are other columns than those that it was fitted on.</exception>
    public Tensor<float> Transform(Tensor<float> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Rank != 2 || values.Lengths[1] != Offsets.Count)
            Throw.Shape($"The scaler has {Offsets.Count} columns, but got values of shape [{string.Join(", ", values.Lengths.ToArray())}]. Give [time, {Offsets.Count}].");
        var scaled = new float[values.FlattenedLength];
        values.FlattenTo(scaled);
        for (int i = 0; i < scaled.Length; i++)
            scaled[i] = (scaled[i] - Offsets[i % Offsets.Count]) / Scales[i % Offsets.Count];
        return Tensor.Create(scaled, values.Lengths);
    }

    /// <summary>A scaled value of a column as it was before.</summary>
    public float Inverse(float value, int column) => (value * Scales[column]) + Offsets[column];

    /// <summary>Whether the numbers are such as <see cref="Standard"/> and <see cref="MinMax"/> give, for so many columns.</summary>
    internal void Check(int columns)
    {
        if (Offsets.Count != columns || Scales.Count != columns)
            Throw.Argument($"The scaler has {Offsets.Count} offsets and {Scales.Count} scales for {columns} columns. Fit it on the same columns.");
        if (!Offsets.All(float.IsFinite) || !Scales.All(static s => float.IsFinite(s) && s > 0))
            Throw.Argument("The scaler's offsets must be finite, and its scales finite and above 0. Fit it again.");
    }

    private static SeriesScaler Fit(Tensor<float> values, Func<double[], (double Offset, double Scale)> measure)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Rank != 2 || values.FlattenedLength == 0)
            Throw.Shape($"A scaler expects values of shape [time, columns], but got [{string.Join(", ", values.Lengths.ToArray())}]. Give at least one step.");
        float[] flat = values.ToArray();
        int width = (int)values.Lengths[1];
        (double Offset, double Scale)[] columns = [.. Enumerable.Range(0, width).Select(c => measure([.. flat.Where((_, i) => i % width == c).Select(static v => (double)v)]))];
        return new SeriesScaler { Offsets = [.. columns.Select(static c => (float)c.Offset)], Scales = [.. columns.Select(static c => c.Scale > 0 ? (float)c.Scale : 1)] };
    }
}
