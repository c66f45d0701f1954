using Unroll.Kernels;

namespace Unroll;

/// <summary>What global pooling takes of a sample, whatever its axes.</summary>
internal static class GlobalPooling
{
    /// <summary>The mean of the rows that no mask passes over; NaN if there is none, as in Keras.</summary>
    public static void Average(ReadOnlySpan<float> x, ReadOnlySpan<byte> mask, Span<float> y)
    {
        y.Clear();
        int width = y.Length, rows = x.Length / width;
        if (mask.IsEmpty)
        {
            ColumnReduction.Add<ColumnSum>(x, rows, width, y, y);
        }
        for (int r = 0; r < mask.Length; r++)
        {
            if (mask[r] != 0)
            {
                Spans.AddTo(y, x.Slice(r * width, width));
            }
        }
        Elementwise.Apply(new DivideOp(mask.IsEmpty ? rows : mask.Count((byte)1)), y, y);
    }

    public static void AverageGradient(ReadOnlySpan<byte> mask, ReadOnlySpan<float> dy, Span<float> share, Span<float> dx)
    {
        int width = dy.Length, rows = dx.Length / width;
        Elementwise.Apply(new DivideOp(mask.IsEmpty ? rows : mask.Count((byte)1)), dy, share);
        for (int r = 0; r < rows; r++)
        {
            Span<float> row = dx.Slice(r * width, width);
            if (mask.IsEmpty || mask[r] != 0)
            {
                share.CopyTo(row);
            }
            else
            {
                row.Clear();
            }
        }
    }

    public static void Max(ReadOnlySpan<float> x, Span<float> y)
    {
        y.Fill(float.NegativeInfinity);
        ColumnReduction.Add<ColumnMax>(x, x.Length / y.Length, y.Length, y, y);
    }

    /// <summary>All of the largest share the gradient, as in Keras.</summary>
    public static void MaxGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> share, Span<float> dx)
    {
        share.Clear();
        ColumnReduction.Add<ColumnTies>(x, x.Length / y.Length, y.Length, y, share);
        Elementwise.Join<DividePair>(dy, share, share);
        ColumnMap.Apply<ShareOfEqual>(x, x, new ColumnNumbers(y, share, y, y), dx);
    }
}
