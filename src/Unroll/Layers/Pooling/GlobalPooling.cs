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
            ColumnReduction.Add<ColumnSum>(x, x, rows, width, y, y);
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

    public static void AverageGradient(ReadOnlySpan<byte> mask, ReadOnlySpan<float> dy, Span<float> dx)
    {
        int width = dy.Length, rows = dx.Length / width;
        var share = new DivideOp(mask.IsEmpty ? rows : mask.Count((byte)1));
        for (int r = 0; r < rows; r++)
        {
            Span<float> row = dx.Slice(r * width, width);
            if (mask.IsEmpty || mask[r] != 0)
            {
                Elementwise.Apply(share, dy, row);
            }
            else
            {
                row.Clear();
            }
        }
    }

    public static void Max(ReadOnlySpan<float> x, Span<float> y)
    {
        x[..y.Length].CopyTo(y);
        for (int at = y.Length; at < x.Length; at += y.Length)
        {
            Elementwise.Join<MaxPair>(y, x.Slice(at, y.Length), y);
        }
    }

    /// <summary>All of the largest share the gradient, as in Keras.</summary>
    public static void MaxGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx)
    {
        int width = y.Length;
        for (int c = 0; c < width; c++)
        {
            int ties = 0;
            for (int at = c; at < x.Length; at += width)
            {
                ties += x[at] == y[c] ? 1 : 0;
            }
            float share = dy[c] / ties;
            for (int at = c; at < x.Length; at += width)
            {
                dx[at] = x[at] == y[c] ? share : 0;
            }
        }
    }
}
