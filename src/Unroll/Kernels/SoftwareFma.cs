namespace Unroll.Kernels;

/// <summary>
/// a * b + c rounded once, for machines without the instruction (some C libraries' <c>fmaf</c> rounds twice).
/// The product of two floats is exact in double; the sum is rounded to odd, after which rounding to float is the only rounding that counts
/// (Boldo and Melquiond, "Emulation of FMA and correctly rounded sums", 2008).
/// </summary>
internal static class SoftwareFma
{
    public static float Compute(float a, float b, float c)
    {
        double product = (double)a * b;
        double addend = c;

        // Two-sum: sum + error is the exact sum.
        double sum = product + addend;
        double part = sum - product;
        double error = (product - (sum - part)) + (addend - part);

        // NaN errors, which come from infinities, fail both comparisons.
        if (error > 0 || error < 0)
        {
            long bits = BitConverter.DoubleToInt64Bits(sum);
            if ((bits & 1) == 0)
                sum = BitConverter.Int64BitsToDouble((sum > 0) == (error > 0) ? bits + 1 : bits - 1);
        }

        return (float)sum;
    }
}
