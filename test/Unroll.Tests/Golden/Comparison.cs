namespace Unroll.Tests.Golden;

/// <summary>Holds tensors against the expected ones and keeps the worst error seen, as a part of what was allowed.</summary>
internal sealed class Comparison(double tolerance)
{
    /// <summary>Tensors that are all but zero are held against this, not against themselves.</summary>
    private const double SmallestScale = 1e-3;

    /// <summary>The worst error of any tensor, relative to its largest expected value.</summary>
    public double Worst { get; private set; }

    /// <summary>How many values were compared.</summary>
    public long Count { get; private set; }

    public void Floats(string what, ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        if (expected.Length != actual.Length) Assert.Fail($"{what}: expected {expected.Length} values, got {actual.Length}.");
        double scale = SmallestScale;
        foreach (float e in expected)
        {
            if (float.IsFinite(e)) scale = Math.Max(scale, Math.Abs(e));
        }

        for (int i = 0; i < expected.Length; i++)
        {
            double error = expected[i].Equals(actual[i]) ? 0 : Math.Abs((double)expected[i] - actual[i]) / scale;
            if (!(error <= tolerance)) Assert.Fail($"{what}[{i}]: expected {expected[i]:R}, got {actual[i]:R}: off by {error:E2} of the largest value, allowed {tolerance:E2}.");
            Worst = Math.Max(Worst, error);
        }

        Count += expected.Length;
    }

    public void Exactly<T>(string what, ReadOnlySpan<T> expected, ReadOnlySpan<T> actual)
        where T : IEquatable<T>
    {
        if (!expected.SequenceEqual(actual)) Assert.Fail($"{what}: expected [{string.Join(", ", expected.ToArray())}], got [{string.Join(", ", actual.ToArray())}].");
        Count += expected.Length;
    }
}
