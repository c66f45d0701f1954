using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Unroll.Kernels;

/// <summary>A vector width by its number of floats.</summary>
internal enum SimdWidth
{
    Scalar = 1,
    V128 = 4,
    V256 = 8,
    V512 = 16,
}

/// <summary>What this machine can run.</summary>
internal static class Simd
{
    /// <summary>The widest of the machine's vectors. Results have the same bits at every width.</summary>
    public static readonly SimdWidth Best =
        IsSupported(SimdWidth.V512) ? SimdWidth.V512
        : IsSupported(SimdWidth.V256) ? SimdWidth.V256
        : IsSupported(SimdWidth.V128) ? SimdWidth.V128
        : SimdWidth.Scalar;

    /// <summary>Whether a fused multiply-add is one instruction; if not, <see cref="SoftwareFma"/> is used.</summary>
    public static bool HasFma
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Fma.IsSupported || AdvSimd.IsSupported;
    }

    // Not Vector512.IsHardwareAccelerated: it is false on machines that have AVX-512 but lower their clock for it.
    public static bool IsSupported(SimdWidth width) => width switch
    {
        SimdWidth.V512 => Avx512F.IsSupported && Avx512DQ.IsSupported,
        SimdWidth.V256 => Avx2.IsSupported && Fma.IsSupported,
        SimdWidth.V128 => Vector128.IsHardwareAccelerated && HasFma,
        _ => true,
    };
}
