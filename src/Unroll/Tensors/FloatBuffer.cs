using System.Runtime.InteropServices;

namespace Unroll;

/// <summary>
/// Float storage that stays where it is (kernels hold its address), and grows but never shrinks. Its own memory starts on a cache line; other memory may be lent to it.
/// </summary>
internal sealed unsafe class FloatBuffer
{
    private const int Alignment = 64;
    private const int Slack = Alignment / sizeof(float);

    private float[] _array = [];
    private int _start;
    private float* _lent;

    public int Length { get; private set; }

    public Span<float> Span => _lent is null ? _array.AsSpan(_start, Length) : new Span<float>(_lent, Length);

    /// <summary>Whether the values stand in memory that was lent.</summary>
    public bool IsLent => _lent is not null;

    /// <summary>Lets the caller's memory, which doesn't move meanwhile, be the buffer, for as long as it has just this length.</summary>
    public void Lend(float* memory, int length)
    {
        _lent = memory;
        Length = length;
    }

    /// <summary>Goes back to memory of its own, which holds nothing before the next <see cref="Resize"/>.</summary>
    public void TakeBack()
    {
        _lent = null;
        Length = 0;
    }

    /// <summary>Makes room for <paramref name="length"/> floats. What stood there stays only while it fits.</summary>
    /// <returns>Whether new, zeroed memory was taken.</returns>
    public bool Resize(long length)
    {
        if (length > Array.MaxLength - Slack)
        {
            Throw.Argument($"A buffer of {length} floats was asked for, but one holds {Array.MaxLength - Slack} at most. Use smaller batches or shorter sequences.");
        }
        if (IsLent && Length == length)
        {
            return false;
        }
        _lent = null;
        Length = (int)length;
        if (_array.Length - Slack >= length && _array.Length > 0)
        {
            return false;
        }
        _array = GC.AllocateArray<float>((int)length + Slack, pinned: true);
        long address = Marshal.UnsafeAddrOfPinnedArrayElement(_array, 0);
        _start = (int)((Alignment - (address % Alignment)) % Alignment / sizeof(float));
        return true;
    }
}
