namespace Bench;

/// <summary>Numbers that every contestant makes or sums up in the same way.</summary>
public static class Numbers
{
    private const ulong Seed = 42;

    /// <summary>Uniform in ±limit.</summary>
    public static float[] Uniform(ulong stream, int count, float limit)
    {
        var values = new float[count];
        new Philox(Seed, stream).Uniform(0, values);
        for (int i = 0; i < count; i++)
        {
            values[i] = ((2 * values[i]) - 1) * limit;
        }
        return values;
    }

    /// <summary>The samples' order in an epoch (from 0): Unroll's own for a model of seed 42, so that all see the same batches.</summary>
    public static int[] Order(int samples, int epoch)
    {
        int[] order = [.. Enumerable.Range(0, samples)];
        new Philox(Seed, RandomStreams.Shuffle).Shuffle(order, (ulong)epoch);
        return order;
    }

    /// <summary>A sum that doesn't depend on the order of the axes, to compare results by.</summary>
    public static double SumOfSquares(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values)
        {
            sum += (double)value * value;
        }
        return sum;
    }
}
