using System.Runtime.CompilerServices;

namespace Unroll.Kernels;

internal static partial class Elementary<S, V, I>
{
    private const float SmallestNormal = 1.17549435e-38f;

    /// <summary>x, or 0 where it is below the smallest normal float in size. For what decays over many steps: subnormals are slow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V FlushSubnormal(V x) => S.Select(S.LessThan(S.Abs(x), S.Set(SmallestNormal)), S.Zero, x);

    /// <summary>-x, the sign bit turned.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Negate(V x) => S.AsFloat(S.AddInt(S.AsInt(x), S.SetInt(int.MinValue)));

    // y has the sign of x or none.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V WithSignOf(V y, V x) => S.AsFloat(S.Or(S.AsInt(y), S.And(S.AsInt(x), S.SetInt(int.MinValue))));
}
