using Unroll.Kernels;

namespace Unroll;

/// <summary>What pooling takes of a window, whatever its axes.</summary>
internal static class Pooling
{
    public static void Max(ReadOnlySpan<float> x, ReadOnlySpan<int> window, Span<float> y)
    {
        y.Fill(float.NegativeInfinity);
        foreach (int row in window)
        {
            if (row >= 0)
            {
                Elementwise.Join<MaxPair>(y, x.Slice(row * y.Length, y.Length), y);
            }
        }
    }

    /// <summary>The first of the largest takes the gradient.</summary>
    public static void AddMaxGradient(ReadOnlySpan<float> x, ReadOnlySpan<int> window, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx)
    {
        for (int c = 0; c < y.Length; c++)
        {
            foreach (int row in window)
            {
                int at = (row * y.Length) + c;
                if (row >= 0 && x[at] == y[c])
                {
                    dx[at] += dy[c];
                    break;
                }
            }
        }
    }

    public static void Average(ReadOnlySpan<float> x, ReadOnlySpan<int> window, Span<float> y)
    {
        y.Clear();
        foreach (int row in window)
        {
            if (row >= 0)
            {
                Spans.AddTo(y, x.Slice(row * y.Length, y.Length));
            }
        }
        Elementwise.Apply(new DivideOp(Count(window)), y, y);
    }

    public static void AddAverageGradient(ReadOnlySpan<int> window, ReadOnlySpan<float> dy, Span<float> dx)
    {
        var share = new MultiplyAddConstantOp(1f / Count(window));
        foreach (int row in window)
        {
            if (row >= 0)
            {
                Span<float> target = dx.Slice(row * dy.Length, dy.Length);
                Elementwise.Apply(share, dy, target, dy, target);
            }
        }
    }

    private static int Count(ReadOnlySpan<int> window) => window.Length - window.Count(-1);
}
