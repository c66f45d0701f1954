namespace Unroll.Datasets;

/// <summary>numpy's legacy generator, <c>RandomState(seed)</c> (Matsumoto and Nishimura 1998): Keras shuffles the stories with it.</summary>
internal sealed class MersenneTwister
{
    private const int Length = 624;
    private const int Middle = 397;

    private readonly uint[] _state = new uint[Length];
    private int _next = Length;

    public MersenneTwister(uint seed)
    {
        _state[0] = seed;
        for (uint i = 1; i < Length; i++)
        {
            _state[i] = (1812433253u * (_state[i - 1] ^ (_state[i - 1] >> 30))) + i;
        }
    }

    /// <summary>Fisher-Yates from the end, as <c>RandomState.shuffle</c>.</summary>
    public void Shuffle(Span<int> values)
    {
        for (int i = values.Length - 1; i > 0; i--)
        {
            int j = (int)UpTo((uint)i);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    /// <summary>A number from 0 to <paramref name="max"/>: masked bits, drawn again while too large.</summary>
    private uint UpTo(uint max)
    {
        uint mask = max;
        for (int shift = 1; shift <= 16; shift *= 2)
        {
            mask |= mask >> shift;
        }
        uint value;
        do
        {
            value = Next() & mask;
        }
        while (value > max);
        return value;
    }

    private uint Next()
    {
        if (_next == Length)
        {
            Refill();
        }
        uint y = _state[_next++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c5680u;
        y ^= (y << 15) & 0xefc60000u;
        return y ^ (y >> 18);
    }

    private void Refill()
    {
        for (int i = 0; i < Length; i++)
        {
            uint y = (_state[i] & 0x80000000u) | (_state[(i + 1) % Length] & 0x7fffffffu);
            _state[i] = _state[(i + Middle) % Length] ^ (y >> 1) ^ ((y & 1) != 0 ? 0x9908b0dfu : 0);
        }
        _next = 0;
    }
}
