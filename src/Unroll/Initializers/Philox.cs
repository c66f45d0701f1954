using System.Runtime.CompilerServices;
using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// Counter-based random numbers, Philox 4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011):
/// a number is a function of seed, stream, step and element, so it does not depend on who asks for it, or when.
/// </summary>
/// <param name="seed">The model's seed.</param>
/// <param name="stream">One stream for each use (a parameter, a dropout, the shuffling); streams of one seed never share a key.</param>
internal readonly struct Philox(ulong seed, ulong stream)
{
    /// <summary>Four words of 32 bits: a counter or a block of random bits.</summary>
    internal readonly record struct Block(uint X0, uint X1, uint X2, uint X3);

    private readonly ulong _key = seed + Mix(stream);

    /// <summary>The block of 128 random bits at a counter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Block At(ulong counterHigh, ulong index) =>
        Rounds(new((uint)index, (uint)(index >> 32), (uint)counterHigh, (uint)(counterHigh >> 32)), (uint)_key, (uint)(_key >> 32));

    /// <summary>32 random bits for one element of one step: word <c>element mod 4</c> of block <c>element / 4</c>.</summary>
    public uint BitsAt(ulong step, ulong element)
    {
        Block block = At(step, element >> 2);
        return (element & 3) switch { 0 => block.X0, 1 => block.X1, 2 => block.X2, _ => block.X3 };
    }

    /// <summary>Uniform in [0, 1), a multiple of 2^-24.</summary>
    public float UniformAt(ulong step, ulong element) => Unit(BitsAt(step, element));

    /// <summary>The values of <see cref="UniformAt"/> for elements 0, 1, 2, ... of a step.</summary>
    public void Uniform(ulong step, Span<float> values) => Uniform(step, 0, values);

    /// <summary>The values of <see cref="UniformAt"/> for elements from <paramref name="first"/> on.</summary>
    public void Uniform(ulong step, ulong first, Span<float> values)
    {
        int i = 0;
        for (; i < values.Length && ((first + (ulong)i) & 3) != 0; i++)
            values[i] = UniformAt(step, first + (ulong)i);

        for (; i <= values.Length - 4; i += 4)
        {
            Block block = At(step, (first + (ulong)i) >> 2);
            values[i] = Unit(block.X0);
            values[i + 1] = Unit(block.X1);
            values[i + 2] = Unit(block.X2);
            values[i + 3] = Unit(block.X3);
        }

        for (; i < values.Length; i++)
            values[i] = UniformAt(step, first + (ulong)i);
    }

    /// <summary>Uniform in (0, 1), the middle of one of 2^52 equal parts: half a block for each element.</summary>
    public double UnitAt(ulong step, ulong element)
    {
        Block block = At(step, element >> 1);
        ulong bits = (element & 1) == 0 ? ((ulong)block.X1 << 32) | block.X0 : ((ulong)block.X3 << 32) | block.X2;
        return ((bits >> 12) + 0.5) * (1.0 / 4503599627370496.0);
    }

    /// <summary>Standard normal, by the inverse of the distribution function.</summary>
    public double NormalAt(ulong step, ulong element) => DoubleMath.InverseNormal(UnitAt(step, element));

    /// <summary>
    /// A whole number in [0, n), each equally likely (Lemire's multiplication with rejection).
    /// Takes the step's words from <paramref name="element"/> on, and moves it past those taken.
    /// </summary>
    public int Below(int n, ulong step, ref ulong element)
    {
        if (n <= 0)
            Throw.Argument($"A random number below {n} was asked for; the bound must be at least 1.", nameof(n));
        uint range = (uint)n;
        uint threshold = (0u - range) % range;
        while (true)
        {
            ulong product = (ulong)BitsAt(step, element++) * range;
            if ((uint)product >= threshold)
                return (int)(product >> 32);
        }
    }

    /// <summary>Puts the values in random order, every order equally likely (Fisher-Yates from the end).</summary>
    public void Shuffle(Span<int> values, ulong step)
    {
        ulong element = 0;
        for (int i = values.Length - 1; i > 0; i--)
        {
            int j = Below(i + 1, step, ref element);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    /// <summary>The ten rounds of Philox 4x32 under a key of two words.</summary>
    internal static Block Rounds(Block counter, uint key0, uint key1)
    {
        (uint x0, uint x1, uint x2, uint x3) = counter;
        for (int round = 0; round < 10; round++)
        {
            ulong a = 0xD2511F53ul * x0;
            ulong b = 0xCD9E8D57ul * x2;
            (x0, x1, x2, x3) = ((uint)(b >> 32) ^ x1 ^ key0, (uint)b, (uint)(a >> 32) ^ x3 ^ key1, (uint)a);
            key0 += 0x9E3779B9;
            key1 += 0xBB67AE85;
        }

        return new(x0, x1, x2, x3);
    }

    private static float Unit(uint bits) => (bits >> 8) * (1f / 16777216f);

    // The finaliser of SplitMix64: one to one, and 0 stays 0.
    private static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
