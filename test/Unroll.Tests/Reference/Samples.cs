namespace Unroll.Tests.Reference;

/// <summary>Numbers to try things on: the same on every machine.</summary>
internal sealed class Samples(ulong seed)
{
    private ulong _stream;

    /// <summary>Uniform in ±scale.</summary>
    public float[] Floats(int count, double scale = 1)
    {
        var values = new float[count];
        new Philox(seed, _stream++).Uniform(0, values);
        for (int i = 0; i < count; i++)
        {
            values[i] = (float)(((2 * values[i]) - 1) * scale);
        }
        return values;
    }

    /// <summary>Whole numbers below a bound.</summary>
    public int[] Ints(int count, int below)
    {
        var values = new int[count];
        var random = new Philox(seed, _stream++);
        ulong element = 0;
        for (int i = 0; i < count; i++)
        {
            values[i] = random.Below(below, 0, ref element);
        }
        return values;
    }

    public static double[] Doubles(ReadOnlySpan<float> values)
    {
        var result = new double[values.Length];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = values[i];
        }
        return result;
    }
}
