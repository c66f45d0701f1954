using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Unroll.Kernels;

/// <summary>An optimizer's step for one vector of weights: w and the slots a, b and c change in place, g is the gradient, q its square.</summary>
internal interface IOptimizerStep
{
    void Invoke<S, V, I>(ref V w, V g, V q, ref V a, ref V b, ref V c)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct;
}

/// <summary>The one traversal of optimizer steps, at any width. Slots that an optimizer has not are empty; q is g² where no squares are given.</summary>
internal static unsafe class OptimizerKernel
{
    // Room for the widest vector.
    private const int Stride = (int)SimdWidth.V512;

    public static void Run<TStep>(in TStep step, Span<float> w, ReadOnlySpan<float> g, ReadOnlySpan<float> squares, OptimizerSlots slots)
        where TStep : struct, IOptimizerStep => Run(step, w, g, squares, slots, Simd.Best);

    public static void Run<TStep>(in TStep step, Span<float> w, ReadOnlySpan<float> g, ReadOnlySpan<float> squares, OptimizerSlots slots, SimdWidth width)
        where TStep : struct, IOptimizerStep
    {
        switch (width)
        {
            case SimdWidth.V512: Run<TStep, Simd512, Vector512<float>, Vector512<int>>(step, w, g, squares, slots); break;
            case SimdWidth.V256: Run<TStep, Simd256, Vector256<float>, Vector256<int>>(step, w, g, squares, slots); break;
            case SimdWidth.V128: Run<TStep, Simd128, Vector128<float>, Vector128<int>>(step, w, g, squares, slots); break;
            default: Run<TStep, SimdScalar, float, int>(step, w, g, squares, slots); break;
        }
    }

    private static void Run<TStep, S, V, I>(TStep step, Span<float> w, ReadOnlySpan<float> g, ReadOnlySpan<float> squares, OptimizerSlots slots)
        where TStep : struct, IOptimizerStep
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        int whole = w.Length - w.Length % S.Lanes;
        Span<float> a = slots.First, b = slots.Second, c = slots.Third;
        fixed (float* pw = w, pg = g, pq = squares, pa = a, pb = b, pc = c)
        {
            for (int i = 0; i < whole; i += S.Lanes)
                Step<TStep, S, V, I>(step, pw + i, pg + i, At(pq, i), At(pa, i), At(pb, i), At(pc, i));
        }

        if (whole == w.Length)
            return;

        // The last, partial vector is padded, so its bits are as the others'.
        float* rest = stackalloc float[6 * Stride];
        Span<float> padded = new(rest, 6 * Stride);
        padded.Clear();
        w[whole..].CopyTo(padded);
        g[whole..w.Length].CopyTo(padded[Stride..]);
        Rest(squares, whole, w.Length).CopyTo(padded[(2 * Stride)..]);
        Rest(a, whole, w.Length).CopyTo(padded[(3 * Stride)..]);
        Rest(b, whole, w.Length).CopyTo(padded[(4 * Stride)..]);
        Rest(c, whole, w.Length).CopyTo(padded[(5 * Stride)..]);
        Step<TStep, S, V, I>(
            step, rest, rest + Stride, squares.IsEmpty ? null : rest + (2 * Stride),
            a.IsEmpty ? null : rest + (3 * Stride), b.IsEmpty ? null : rest + (4 * Stride), c.IsEmpty ? null : rest + (5 * Stride));
        int count = w.Length - whole;
        padded[..count].CopyTo(w[whole..]);
        if (!a.IsEmpty)
            padded.Slice(3 * Stride, count).CopyTo(a[whole..]);
        if (!b.IsEmpty)
            padded.Slice(4 * Stride, count).CopyTo(b[whole..]);
        if (!c.IsEmpty)
            padded.Slice(5 * Stride, count).CopyTo(c[whole..]);
    }

    private static ReadOnlySpan<float> Rest(ReadOnlySpan<float> values, int from, int to) => values.IsEmpty ? default : values[from..to];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float* At(float* start, int index) => start == null ? null : start + index;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step<TStep, S, V, I>(TStep step, float* pw, float* pg, float* pq, float* pa, float* pb, float* pc)
        where TStep : struct, IOptimizerStep
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        V w = S.Load(pw), g = S.Load(pg);
        V q = pq == null ? S.Multiply(g, g) : S.Load(pq);
        V a = pa == null ? S.Zero : S.Load(pa);
        V b = pb == null ? S.Zero : S.Load(pb);
        V c = pc == null ? S.Zero : S.Load(pc);
        step.Invoke<S, V, I>(ref w, g, q, ref a, ref b, ref c);
        S.Store(pw, w);
        if (pa != null)
            S.Store(pa, a);
        if (pb != null)
            S.Store(pb, b);
        if (pc != null)
            S.Store(pc, c);
    }
}
