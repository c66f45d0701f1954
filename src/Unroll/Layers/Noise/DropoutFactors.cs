namespace Unroll;

/// <summary>The factors of dropout: 0, or 1 / (1 - rate).</summary>
internal static class DropoutFactors
{
    public static float CheckRate(float rate, string name)
    {
        if (!(rate >= 0 && rate <= 1))
        {
            throw new ArgumentOutOfRangeException(name, rate, "A dropout rate is a number from 0 to 1.");
        }
        return rate;
    }

    /// <param name="factors">To be filled.</param>
    /// <param name="rate">The share of zeros.</param>
    /// <param name="random">The stream.</param>
    /// <param name="step">The training step.</param>
    /// <param name="first">The number of the first element in its stream.</param>
    public static void Fill(Span<float> factors, float rate, Philox random, ulong step, int first = 0)
    {
        float kept = rate < 1 ? 1 / (1 - rate) : 0;
        random.Uniform(step, (ulong)first, factors);
        for (int i = 0; i < factors.Length; i++)
        {
            factors[i] = factors[i] >= rate ? kept : 0;
        }
    }
}
