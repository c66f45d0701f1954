using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Unroll.Kernels;

/// <summary>The one traversal of elementwise operators, at any width. The last, partial vector is padded on the stack, so its bits are as the others'.</summary>
internal static class Elementwise
{
    /// <summary>y = op(x). y may be x.</summary>
    public static void Apply<TOp>(in TOp op, ReadOnlySpan<float> x, Span<float> y)
        where TOp : struct, IElementwise => Apply(op, x, y, Simd.Best);

    public static void Apply<TOp>(in TOp op, ReadOnlySpan<float> x, Span<float> y, SimdWidth width)
        where TOp : struct, IElementwise
    {
        CheckLength(x.Length, y.Length);
        switch (width)
        {
            case SimdWidth.V512: Apply<TOp, Simd512, Vector512<float>, Vector512<int>>(op, x, y); break;
            case SimdWidth.V256: Apply<TOp, Simd256, Vector256<float>, Vector256<int>>(op, x, y); break;
            case SimdWidth.V128: Apply<TOp, Simd128, Vector128<float>, Vector128<int>>(op, x, y); break;
            default: Apply<TOp, SimdScalar, float, int>(op, x, y); break;
        }
    }

    /// <summary>dx = op(x, y, dy). dx may be any of them.</summary>
    public static void Apply<TOp>(in TOp op, ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx)
        where TOp : struct, IElementwiseGradient => Apply(op, x, y, dy, dx, Simd.Best);

    public static void Apply<TOp>(in TOp op, ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, SimdWidth width)
        where TOp : struct, IElementwiseGradient
    {
        CheckLength(dx.Length, x.Length);
        CheckLength(dx.Length, y.Length);
        CheckLength(dx.Length, dy.Length);
        switch (width)
        {
            case SimdWidth.V512: Apply<TOp, Simd512, Vector512<float>, Vector512<int>>(op, x, y, dy, dx); break;
            case SimdWidth.V256: Apply<TOp, Simd256, Vector256<float>, Vector256<int>>(op, x, y, dy, dx); break;
            case SimdWidth.V128: Apply<TOp, Simd128, Vector128<float>, Vector128<int>>(op, x, y, dy, dx); break;
            default: Apply<TOp, SimdScalar, float, int>(op, x, y, dy, dx); break;
        }
    }

    /// <summary>y = op(a, b). y may be one of them.</summary>
    public static void Join<TOp>(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y)
        where TOp : struct, IElementwisePair => Join<TOp>(a, b, y, Simd.Best);

    public static void Join<TOp>(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y, SimdWidth width)
        where TOp : struct, IElementwisePair => Apply(default(Pair<TOp>), a, b, b, y, width);

    private static unsafe void Apply<TOp, S, V, I>(TOp op, ReadOnlySpan<float> x, Span<float> y)
        where TOp : struct, IElementwise
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        int whole = x.Length - x.Length % S.Lanes;
        fixed (float* px = x, py = y)
        {
            for (int i = 0; i < whole; i += S.Lanes)
                S.Store(py + i, op.Invoke<S, V, I>(S.Load(px + i)));
        }

        if (whole < x.Length)
        {
            float* rest = stackalloc float[(int)SimdWidth.V512];
            Span<float> padded = new(rest, (int)SimdWidth.V512);
            padded.Clear();
            x[whole..].CopyTo(padded);
            S.Store(rest, op.Invoke<S, V, I>(S.Load(rest)));
            padded[..(x.Length - whole)].CopyTo(y[whole..]);
        }
    }

    private static unsafe void Apply<TOp, S, V, I>(TOp op, ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx)
        where TOp : struct, IElementwiseGradient
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        const int Stride = (int)SimdWidth.V512;
        int whole = dx.Length - dx.Length % S.Lanes;
        fixed (float* px = x, py = y, pdy = dy, pdx = dx)
        {
            for (int i = 0; i < whole; i += S.Lanes)
                S.Store(pdx + i, op.Invoke<S, V, I>(S.Load(px + i), S.Load(py + i), S.Load(pdy + i)));
        }

        if (whole < dx.Length)
        {
            float* rest = stackalloc float[3 * Stride];
            Span<float> padded = new(rest, 3 * Stride);
            padded.Clear();
            x[whole..].CopyTo(padded);
            y[whole..].CopyTo(padded[Stride..]);
            dy[whole..].CopyTo(padded[(2 * Stride)..]);
            S.Store(rest, op.Invoke<S, V, I>(S.Load(rest), S.Load(rest + Stride), S.Load(rest + 2 * Stride)));
            padded[..(dx.Length - whole)].CopyTo(dx[whole..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CheckLength(int expected, int actual)
    {
        if (actual != expected)
            Throw.Argument($"Elementwise operands have lengths {expected} and {actual}. Pass spans of one length.");
    }

    /// <summary>A pair as an operator of three.</summary>
    private readonly struct Pair<TOp> : IElementwiseGradient
        where TOp : struct, IElementwisePair
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<S, V, I>(V x, V y, V dy)
            where S : struct, ISimd<V, I>
            where V : struct
            where I : struct => TOp.Invoke<S, V, I>(x, y);
    }
}
