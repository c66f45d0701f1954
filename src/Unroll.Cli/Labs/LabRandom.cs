namespace Unroll.Cli.Labs;

/// <summary>The random numbers of an experiment, one after the other, from a seed.</summary>
internal sealed class LabRandom(ulong seed)
{
    // Streams below it are those of models.
    private readonly Philox _philox = new(seed, 1UL << 40);
    private ulong _next;

    /// <summary>From 0 to below 1.</summary>
    public float Uniform() => (_philox.BitsAt(0, _next++) >> 8) * (1f / (1 << 24));

    /// <summary>From 0 to below a bound.</summary>
    public int Below(int bound) => (int)((ulong)_philox.BitsAt(0, _next++) * (ulong)bound >> 32);

    /// <summary>Between -1 and 1, mean 0.</summary>
    public float Signed() => (2 * Uniform()) - 1;
}
