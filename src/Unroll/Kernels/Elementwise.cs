using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Unroll.Kernels;

/// <summary>The one traversal of elementwise operators, at any width. The last, partial vector is padded on the stack, so its bits are as the others'.</summary>
internal static class Elementwise
{
    private const int Widest = (int)SimdWidth.V512;

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
        fixed (float* px = x, py = y)
            Apply<TOp, S, V, I>(op, x.Length, px, py);
    }

    private static unsafe void Apply<TOp, S, V, I>(TOp op, ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx)
        where TOp : struct, IElementwiseGradient
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        fixed (float* px = x, py = y, pdy = dy, pdx = dx)
            Apply<TOp, S, V, I>(op, dx.Length, px, py, pdy, pdx);
    }

    /// <summary>y = op(x), for kernels that go through rows by themselves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Apply<TOp, S, V, I>(TOp op, int count, float* x, float* y)
        where TOp : struct, IElementwise
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        int whole = count - count % S.Lanes;
        for (int i = 0; i < whole; i += S.Lanes)
            S.Store(y + i, op.Invoke<S, V, I>(S.Load(x + i)));
        if (whole < count)
            ApplyToRest<TOp, S, V, I>(op, count - whole, x + whole, y + whole);
    }

    /// <summary>dx = op(x, y, dy), likewise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Apply<TOp, S, V, I>(TOp op, int count, float* x, float* y, float* dy, float* dx)
        where TOp : struct, IElementwiseGradient
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        int whole = count - count % S.Lanes;
        for (int i = 0; i < whole; i += S.Lanes)
            S.Store(dx + i, op.Invoke<S, V, I>(S.Load(x + i), S.Load(y + i), S.Load(dy + i)));
        if (whole < count)
            ApplyToRest<TOp, S, V, I>(op, count - whole, x + whole, y + whole, dy + whole, dx + whole);
    }

    private static unsafe void ApplyToRest<TOp, S, V, I>(TOp op, int count, float* x, float* y)
        where TOp : struct, IElementwise
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        float* rest = stackalloc float[Widest];
        Pad(x, count, rest);
        S.Store(rest, op.Invoke<S, V, I>(S.Load(rest)));
        new ReadOnlySpan<float>(rest, count).CopyTo(new Span<float>(y, count));
    }

    private static unsafe void ApplyToRest<TOp, S, V, I>(TOp op, int count, float* x, float* y, float* dy, float* dx)
        where TOp : struct, IElementwiseGradient
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        float* rest = stackalloc float[3 * Widest];
        Pad(x, count, rest);
        Pad(y, count, rest + Widest);
        Pad(dy, count, rest + (2 * Widest));
        S.Store(rest, op.Invoke<S, V, I>(S.Load(rest), S.Load(rest + Widest), S.Load(rest + (2 * Widest))));
        new ReadOnlySpan<float>(rest, count).CopyTo(new Span<float>(dx, count));
    }

    private static unsafe void Pad(float* x, int count, float* target)
    {
        Span<float> padded = new(target, Widest);
        padded.Clear();
        new ReadOnlySpan<float>(x, count).CopyTo(padded);
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
