using System.Runtime.CompilerServices;

namespace Unroll.Kernels;

/// <summary>One step's scalars: the bias-corrected learning rate, 1 - beta1, 1 - beta2 and epsilon.</summary>
internal readonly record struct AdamScalars(float Rate, float Gain1, float Gain2, float Epsilon);

/// <summary>Adam's step over flat memory.</summary>
internal static unsafe class AdamKernel<S, V, I>
    where S : struct, ISimd<V, I>
    where V : struct
    where I : struct
{
    // Room for the widest vector.
    private const int Stride = (int)SimdWidth.V512;

    /// <summary>
    /// Spans of one length; <paramref name="largest"/> is empty without AMSGrad, and <paramref name="squares"/> where the gradient's square is g².
    /// </summary>
    public static void Run(
        AdamScalars scalars, Span<float> w, ReadOnlySpan<float> g, ReadOnlySpan<float> squares, Span<float> m, Span<float> v, Span<float> largest)
    {
        int whole = w.Length - w.Length % S.Lanes;
        fixed (float* pw = w, pg = g, pq = squares, pm = m, pv = v, pl = largest)
        {
            for (int i = 0; i < whole; i += S.Lanes)
                Step(scalars, pw + i, pg + i, pq == null ? null : pq + i, pm + i, pv + i, pl == null ? null : pl + i);
        }

        if (whole < w.Length)
            Tail(scalars, w[whole..], g[whole..], squares.IsEmpty ? default : squares[whole..], m[whole..], v[whole..], largest.IsEmpty ? default : largest[whole..]);
    }

    private static void Tail(
        AdamScalars scalars, Span<float> w, ReadOnlySpan<float> g, ReadOnlySpan<float> squares, Span<float> m, Span<float> v, Span<float> largest)
    {
        float* rest = stackalloc float[6 * Stride];
        Span<float> padded = new(rest, 6 * Stride);
        padded.Clear();
        w.CopyTo(padded);
        g.CopyTo(padded[Stride..]);
        m.CopyTo(padded[(2 * Stride)..]);
        v.CopyTo(padded[(3 * Stride)..]);
        largest.CopyTo(padded[(4 * Stride)..]);
        squares.CopyTo(padded[(5 * Stride)..]);
        Step(
            scalars, rest, rest + Stride, squares.IsEmpty ? null : rest + 5 * Stride, rest + 2 * Stride, rest + 3 * Stride, largest.IsEmpty ? null : rest + 4 * Stride);
        padded[..w.Length].CopyTo(w);
        padded.Slice(2 * Stride, m.Length).CopyTo(m);
        padded.Slice(3 * Stride, v.Length).CopyTo(v);
        padded.Slice(4 * Stride, largest.Length).CopyTo(largest);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(AdamScalars scalars, float* pw, float* pg, float* squares, float* pm, float* pv, float* largest)
    {
        V g = S.Load(pg), m = S.Load(pm), v = S.Load(pv);
        m = Flush(S.Fma(S.Subtract(g, m), S.Set(scalars.Gain1), m));
        V change = squares == null ? S.Fma(g, g, S.Subtract(S.Zero, v)) : S.Subtract(S.Load(squares), v);
        v = Flush(S.Fma(change, S.Set(scalars.Gain2), v));
        S.Store(pm, m);
        S.Store(pv, v);
        if (largest != null)
        {
            // The NaN of a diverged v must not be lost: Max gives its second operand then.
            v = S.Max(S.Load(largest), v);
            S.Store(largest, v);
        }

        V divisor = S.Add(S.Sqrt(v), S.Set(scalars.Epsilon));
        S.Store(pw, S.Subtract(S.Load(pw), S.Divide(S.Multiply(m, S.Set(scalars.Rate)), divisor)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Flush(V x) => S.Select(S.LessThan(S.Abs(x), S.Set(1.17549435e-38f)), S.Zero, x);
}
