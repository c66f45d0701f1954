using System.Runtime.Intrinsics;

namespace Unroll.Kernels;

/// <summary>Products of windows and a kernel, channel by channel, of one sample: a chain of fused multiply-adds for each number, in the order of the windows' elements.</summary>
internal static unsafe class ChannelTaps
{
    /// <summary>Rows whose chains hide each other's latency, and share what is read of the kernel.</summary>
    private const int RowsAtOnce = 4;

    /// <summary>Taps of the kernel's gradient whose sums stand in registers.</summary>
    private const int TapsAtOnce = 5;

    /// <summary>Each row of y becomes the start, or 0, plus the sum of its parts: a row of x times a row of the kernel.</summary>
    public static void Sum(ReadOnlySpan<float> x, TapList parts, ReadOnlySpan<float> kernel, ReadOnlySpan<float> start, int channels, Span<float> y) =>
        Sum(x, parts, kernel, start, channels, y, Simd.Best);

    /// <param name="x">[rows, channels].</param>
    /// <param name="parts">For each row of y.</param>
    /// <param name="kernel">[taps, channels].</param>
    /// <param name="start">[channels], or empty.</param>
    /// <param name="channels">Of a row.</param>
    /// <param name="y">[rows, channels], to be written.</param>
    /// <param name="width">The vector width.</param>
    public static void Sum(ReadOnlySpan<float> x, TapList parts, ReadOnlySpan<float> kernel, ReadOnlySpan<float> start, int channels, Span<float> y, SimdWidth width)
    {
        if (y.Length != parts.Rows * channels || (!start.IsEmpty && start.Length != channels))
        {
            Throw.Argument($"Sums of {parts.Rows} rows of {channels} channels need {parts.Rows * channels} numbers and a start of {channels}, but got {y.Length} and {start.Length}.");
        }
        fixed (int* sources = parts.Sources, taps = parts.Taps)
        fixed (float* px = x, pk = kernel, ps = start, py = y)
        {
            foreach (TapRun run in parts.Runs)
            {
                int done = width switch
                {
                    SimdWidth.V512 => Sum<Simd512, Vector512<float>, Vector512<int>>(0, run, sources, taps, channels, px, pk, ps, py),
                    SimdWidth.V256 => Sum<Simd256, Vector256<float>, Vector256<int>>(0, run, sources, taps, channels, px, pk, ps, py),
                    SimdWidth.V128 => Sum<Simd128, Vector128<float>, Vector128<int>>(0, run, sources, taps, channels, px, pk, ps, py),
                    _ => 0,
                };
                Sum<SimdScalar, float, int>(done, run, sources, taps, channels, px, pk, ps, py);
            }
        }
    }

    /// <summary>Adds to the kernel's gradient, window by window, the products of the windows' elements and the sums' gradients.</summary>
    public static void AddKernelGradient(ReadOnlySpan<float> x, TapList windows, ReadOnlySpan<float> dy, int channels, Span<float> gradient) =>
        AddKernelGradient(x, windows, dy, channels, gradient, Simd.Best);

    /// <param name="x">[rows, channels].</param>
    /// <param name="windows">For each window, what it is made of.</param>
    /// <param name="dy">[windows, channels].</param>
    /// <param name="channels">Of a row.</param>
    /// <param name="gradient">[taps, channels], to be added to.</param>
    /// <param name="width">The vector width.</param>
    public static void AddKernelGradient(ReadOnlySpan<float> x, TapList windows, ReadOnlySpan<float> dy, int channels, Span<float> gradient, SimdWidth width)
    {
        if (dy.Length != windows.Rows * channels || gradient.Length % channels != 0)
        {
            Throw.Argument($"{windows.Rows} windows of {channels} channels have {dy.Length} gradients, and the kernel {gradient.Length}. Pass whole rows.");
        }
        fixed (int* ps = windows.Sources, pt = windows.Taps)
        fixed (float* px = x, pd = dy, pg = gradient)
        {
            foreach (TapRun run in windows.Runs)
            {
                int done = width switch
                {
                    SimdWidth.V512 => AddKernelGradient<Simd512, Vector512<float>, Vector512<int>>(0, run, ps, pt, channels, px, pd, pg),
                    SimdWidth.V256 => AddKernelGradient<Simd256, Vector256<float>, Vector256<int>>(0, run, ps, pt, channels, px, pd, pg),
                    SimdWidth.V128 => AddKernelGradient<Simd128, Vector128<float>, Vector128<int>>(0, run, ps, pt, channels, px, pd, pg),
                    _ => 0,
                };
                AddKernelGradient<SimdScalar, float, int>(done, run, ps, pt, channels, px, pd, pg);
            }
        }
    }

    private static int Sum<S, V, I>(int from, TapRun run, int* sources, int* taps, nint channels, float* x, float* kernel, float* start, float* y)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        nint step = run.Step * channels;
        int c = from;
        while (c <= channels - S.Lanes)
        {
            bool isPair = c <= channels - (2 * S.Lanes);
            float* own = start == null ? null : start + c, target = y + (run.Row * channels) + c;
            for (int r = 0; r < run.Count; r += RowsAtOnce)
            {
                // The last rows are summed up again where they don't fill a block.
                int rows = Math.Min(RowsAtOnce, run.Count), row = Math.Min(r, run.Count - rows);
                if (rows == RowsAtOnce)
                {
                    FourRows<S, V, I>(isPair, run.Parts, sources + run.Start, taps + run.Start, channels, x + (row * step) + c, step, kernel + c, own, target + (row * channels));
                    continue;
                }
                for (; row < rows; row++)
                {
                    OneRow<S, V, I>(isPair, run.Parts, sources + run.Start, taps + run.Start, channels, x + (row * step) + c, kernel + c, own, target + (row * channels));
                }
            }
            c += isPair ? 2 * S.Lanes : S.Lanes;
        }
        return c;
    }

    /// <summary>One or two vectors of four rows.</summary>
    private static void FourRows<S, V, I>(bool isPair, int parts, int* sources, int* taps, nint channels, float* x, nint step, float* kernel, float* start, float* y)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        V a0 = start == null ? S.Zero : S.Load(start), b0 = start == null || !isPair ? S.Zero : S.Load(start + S.Lanes);
        V a1 = a0, a2 = a0, a3 = a0, b1 = b0, b2 = b0, b3 = b0;
        for (int i = 0; i < parts; i++)
        {
            float* x0 = x + (sources[i] * channels), x1 = x0 + step, x2 = x1 + step, x3 = x2 + step, own = kernel + (taps[i] * channels);
            V k = S.Load(own);
            a0 = S.Fma(S.Load(x0), k, a0);
            a1 = S.Fma(S.Load(x1), k, a1);
            a2 = S.Fma(S.Load(x2), k, a2);
            a3 = S.Fma(S.Load(x3), k, a3);
            if (isPair)
            {
                k = S.Load(own + S.Lanes);
                b0 = S.Fma(S.Load(x0 + S.Lanes), k, b0);
                b1 = S.Fma(S.Load(x1 + S.Lanes), k, b1);
                b2 = S.Fma(S.Load(x2 + S.Lanes), k, b2);
                b3 = S.Fma(S.Load(x3 + S.Lanes), k, b3);
            }
        }
        float* y1 = y + channels, y2 = y1 + channels, y3 = y2 + channels;
        S.Store(y, a0);
        S.Store(y1, a1);
        S.Store(y2, a2);
        S.Store(y3, a3);
        if (isPair)
        {
            S.Store(y + S.Lanes, b0);
            S.Store(y1 + S.Lanes, b1);
            S.Store(y2 + S.Lanes, b2);
            S.Store(y3 + S.Lanes, b3);
        }
    }

    private static void OneRow<S, V, I>(bool isPair, int parts, int* sources, int* taps, nint channels, float* x, float* kernel, float* start, float* y)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        V a = start == null ? S.Zero : S.Load(start), b = start == null || !isPair ? S.Zero : S.Load(start + S.Lanes);
        for (int i = 0; i < parts; i++)
        {
            float* px = x + (sources[i] * channels), pk = kernel + (taps[i] * channels);
            a = S.Fma(S.Load(px), S.Load(pk), a);
            if (isPair)
            {
                b = S.Fma(S.Load(px + S.Lanes), S.Load(pk + S.Lanes), b);
            }
        }
        S.Store(y, a);
        if (isPair)
        {
            S.Store(y + S.Lanes, b);
        }
    }

    private static int AddKernelGradient<S, V, I>(int from, TapRun run, int* sources, int* taps, nint channels, float* x, float* dy, float* gradient)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        float** px = stackalloc float*[TapsAtOnce], pg = stackalloc float*[TapsAtOnce];
        int c = from;
        while (c <= channels - S.Lanes)
        {
            bool isPair = c <= channels - (2 * S.Lanes);
            for (int part = run.Start; part < run.Start + run.Parts; part += TapsAtOnce)
            {
                int count = Math.Min(TapsAtOnce, run.Start + run.Parts - part);
                for (int i = 0; i < count; i++)
                {
                    px[i] = x + (sources[part + i] * channels) + c;
                    pg[i] = gradient + (taps[part + i] * channels) + c;
                }
                FiveTaps<S, V, I>(isPair, count, run.Count, px, run.Step * channels, dy + (run.Row * channels) + c, channels, pg);
            }
            c += isPair ? 2 * S.Lanes : S.Lanes;
        }
        return c;
    }

    /// <summary>One or two vectors of one to five taps.</summary>
    private static void FiveTaps<S, V, I>(bool isPair, int count, int windows, float** sources, nint step, float* dy, nint channels, float** gradient)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        // What is not there is summed up in the place of the first, and not written.
        bool has1 = count > 1, has2 = count > 2, has3 = count > 3, has4 = count > 4;
        float* x0 = sources[0], x1 = has1 ? sources[1] : x0, x2 = has2 ? sources[2] : x0, x3 = has3 ? sources[3] : x0, x4 = has4 ? sources[4] : x0;
        float* g0 = gradient[0], g1 = has1 ? gradient[1] : g0, g2 = has2 ? gradient[2] : g0, g3 = has3 ? gradient[3] : g0, g4 = has4 ? gradient[4] : g0;
        int next = isPair ? S.Lanes : 0;
        V a0 = S.Load(g0), a1 = S.Load(g1), a2 = S.Load(g2), a3 = S.Load(g3), a4 = S.Load(g4);
        V b0 = S.Load(g0 + next), b1 = S.Load(g1 + next), b2 = S.Load(g2 + next), b3 = S.Load(g3 + next), b4 = S.Load(g4 + next);
        nint at = 0;
        for (int w = 0; w < windows; w++, at += step, dy += channels)
        {
            V d = S.Load(dy);
            a0 = S.Fma(S.Load(x0 + at), d, a0);
            a1 = S.Fma(S.Load(x1 + at), d, a1);
            a2 = S.Fma(S.Load(x2 + at), d, a2);
            a3 = S.Fma(S.Load(x3 + at), d, a3);
            a4 = S.Fma(S.Load(x4 + at), d, a4);
            if (isPair)
            {
                d = S.Load(dy + S.Lanes);
                b0 = S.Fma(S.Load(x0 + at + S.Lanes), d, b0);
                b1 = S.Fma(S.Load(x1 + at + S.Lanes), d, b1);
                b2 = S.Fma(S.Load(x2 + at + S.Lanes), d, b2);
                b3 = S.Fma(S.Load(x3 + at + S.Lanes), d, b3);
                b4 = S.Fma(S.Load(x4 + at + S.Lanes), d, b4);
            }
        }
        // In the order from the last, so that the first is what stands there.
        Store<S, V, I>(isPair, g4, a4, b4);
        Store<S, V, I>(isPair, g3, a3, b3);
        Store<S, V, I>(isPair, g2, a2, b2);
        Store<S, V, I>(isPair, g1, a1, b1);
        Store<S, V, I>(isPair, g0, a0, b0);
    }

    private static void Store<S, V, I>(bool isPair, float* target, V a, V b)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        S.Store(target, a);
        if (isPair)
        {
            S.Store(target + S.Lanes, b);
        }
    }
}
