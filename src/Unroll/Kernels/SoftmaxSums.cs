using System.Runtime.Intrinsics;

namespace Unroll.Kernels;

/// <summary>What the crossentropies need of a softmax over one row. Sums take element i to lane i mod 16, in double, with a fixed tree at the end.</summary>
internal static class SoftmaxSums
{
    private const int Chunk = 256;

    /// <summary>The largest value; NaN if there is one.</summary>
    public static float Max(ReadOnlySpan<float> x)
    {
        float max = float.NegativeInfinity;
        int i = 0;
        if (x.Length >= 16)
        {
            Vector512<float> lanes = Vector512.Create(x);
            for (i = 16; i <= x.Length - 16; i += 16)
                lanes = Vector512.Max(lanes, Vector512.Create(x[i..]));
            for (int lane = 0; lane < 16; lane++)
                max = Math.Max(max, lanes[lane]);
        }

        for (; i < x.Length; i++)
            max = Math.Max(max, x[i]);
        return max;
    }

    /// <summary>y = exp(x - shift); the result is the sum of y. y may be x.</summary>
    public static double Exponentials(ReadOnlySpan<float> x, float shift, Span<float> y)
    {
        ShiftedExpOp op = new(shift);
        Elementwise.Apply(op, x, y);
        Sum16 sum = default;
        sum.Add(y);
        return sum.Total;
    }

    /// <summary>The sum of exp(x - shift), the same bits as <see cref="Exponentials"/>.</summary>
    public static double SumOfExponentials(ReadOnlySpan<float> x, float shift)
    {
        ShiftedExpOp op = new(shift);
        Sum16 sum = default;
        Span<float> buffer = stackalloc float[Chunk];
        for (int i = 0; i < x.Length; i += Chunk)
        {
            ReadOnlySpan<float> part = x.Slice(i, Math.Min(Chunk, x.Length - i));
            Elementwise.Apply(op, part, buffer[..part.Length]);
            sum.Add(buffer[..part.Length]);
        }

        return sum.Total;
    }

    /// <summary>x *= factor.</summary>
    public static void Scale(Span<float> x, float factor)
    {
        Vector512<float> factors = Vector512.Create(factor);
        int i = 0;
        for (; i <= x.Length - 16; i += 16)
            (Vector512.Create<float>(x[i..]) * factors).CopyTo(x[i..]);
        for (; i < x.Length; i++)
            x[i] *= factor;
    }

    /// <summary>Sixteen lanes of double; every part added but the last has a multiple of 16 elements.</summary>
    private struct Sum16
    {
        private Vector512<double> _low;
        private Vector512<double> _high;

        public void Add(ReadOnlySpan<float> x)
        {
            int i = 0;
            for (; i <= x.Length - 16; i += 16)
                AddSixteen(Vector512.Create(x[i..]));
            if (i < x.Length)
            {
                Span<float> rest = stackalloc float[16];
                rest.Clear();
                x[i..].CopyTo(rest);
                AddSixteen(Vector512.Create<float>(rest));
            }
        }

        public readonly double Total
        {
            get
            {
                Vector512<double> eight = _low + _high;
                Vector256<double> four = eight.GetLower() + eight.GetUpper();
                Vector128<double> two = four.GetLower() + four.GetUpper();
                return two[0] + two[1];
            }
        }

        private void AddSixteen(Vector512<float> x)
        {
            (Vector512<double> low, Vector512<double> high) = Vector512.Widen(x);
            _low += low;
            _high += high;
        }
    }
}
