using System.Runtime.Intrinsics;

namespace Unroll.Kernels;

/// <summary>
/// Sums over flat memory in double: chunks of 4,096 in order; in a chunk, element i goes to lane i mod 16, with a fixed tree at the end.
/// The vectors are .NET's own, which give the same bits where the machine has none so wide.
/// </summary>
internal static class SquareSum
{
    private const int Chunk = 4096;

    private enum Term
    {
        Value,
        Size,
        Square,
    }

    /// <summary>The sum of x².</summary>
    public static double Of(ReadOnlySpan<float> x) => Run(x, Term.Square);

    /// <summary>The sum of |x|.</summary>
    public static double OfSizes(ReadOnlySpan<float> x) => Run(x, Term.Size);

    /// <summary>The sum of x.</summary>
    public static double Plain(ReadOnlySpan<float> x) => Run(x, Term.Value);

    private static double Run(ReadOnlySpan<float> x, Term term)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i += Chunk)
            sum += OfChunk(x.Slice(i, Math.Min(Chunk, x.Length - i)), term);
        return sum;
    }

    private static double OfChunk(ReadOnlySpan<float> x, Term term)
    {
        Vector512<double> low = default, high = default;
        int i = 0;
        for (; i <= x.Length - 16; i += 16)
            Add(Vector512.Create(x[i..]), term, ref low, ref high);
        if (i < x.Length)
        {
            Span<float> rest = stackalloc float[16];
            rest.Clear();
            x[i..].CopyTo(rest);
            Add(Vector512.Create<float>(rest), term, ref low, ref high);
        }

        Vector512<double> eight = low + high;
        Vector256<double> four = eight.GetLower() + eight.GetUpper();
        Vector128<double> two = four.GetLower() + four.GetUpper();
        return two[0] + two[1];
    }

    // The square of a float is exact in double.
    private static void Add(Vector512<float> x, Term term, ref Vector512<double> low, ref Vector512<double> high)
    {
        (Vector512<double> a, Vector512<double> b) = Vector512.Widen(term == Term.Size ? Vector512.Abs(x) : x);
        low += term == Term.Square ? a * a : a;
        high += term == Term.Square ? b * b : b;
    }
}
