using System.Runtime.InteropServices;

namespace Unroll;

/// <summary>Float storage that starts on a cache line, stays where it is (kernels hold its address), and grows but never shrinks.</summary>
internal sealed class FloatBuffer
{
    private const int Alignment = 64;
    private const int Slack = Alignment / sizeof(float);

    private float[] _array = [];
    private int _start;

    public int Length { get; private set; }

    public Span<float> Span => _array.AsSpan(_start, Length);

    /// <summary>Makes room for <paramref name="length"/> floats. What stood there stays only while it fits.</summary>
    /// <returns>Whether new, zeroed memory was taken.</returns>
    public bool Resize(long length)
    {
        if (length > Array.MaxLength - Slack)
        {
            Throw.Argument($"A buffer of {length} floats was asked for, but one holds {Array.MaxLength - Slack} at most. Use smaller batches or shorter sequences.");
        }
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
