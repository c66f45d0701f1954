using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Unroll.Kernels;

/// <summary>
/// Copies that pass by the caches where the whole of what is written is more than they keep until somebody reads it: a cache would first fetch each line that is written.
/// </summary>
internal static unsafe class StreamingCopy
{
    /// <summary>Floats that a cache doesn't keep: 8 MB.</summary>
    private const int Large = 1 << 21;

    /// <summary>Copies rows between matrices.</summary>
    /// <param name="source">The first row.</param>
    /// <param name="sourceStride">From one row to the next.</param>
    /// <param name="target">Where the first row goes.</param>
    /// <param name="targetStride">From there to the next.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="width">Floats of a row.</param>
    /// <param name="written">Floats that this and other calls write before anything of it is read.</param>
    public static void CopyRows(ReadOnlySpan<float> source, int sourceStride, Span<float> target, int targetStride, int rows, int width, int written)
    {
        fixed (float* to = target)
        {
            bool streams = written >= Large && Sse.IsSupported && Vector256.IsHardwareAccelerated
                && (nint)to % sizeof(Vector256<float>) == 0 && targetStride % Vector256<float>.Count == 0 && width % Vector256<float>.Count == 0;
            for (int r = 0; r < rows; r++)
            {
                ReadOnlySpan<float> from = source.Slice(r * sourceStride, width);
                if (streams)
                {
                    Stream(from, to + (r * (nint)targetStride));
                }
                else
                {
                    from.CopyTo(target.Slice(r * targetStride, width));
                }
            }
            if (streams)
            {
                // Such stores are in no order with others, and other threads read what they are told is there.
                Sse.StoreFence();
            }
        }
    }

    private static void Stream(ReadOnlySpan<float> source, float* target)
    {
        fixed (float* from = source)
        {
            for (int i = 0; i < source.Length; i += Vector256<float>.Count)
            {
                Vector256.StoreAlignedNonTemporal(Vector256.Load(from + i), target + i);
            }
        }
    }
}
