using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Unroll.Kernels;

/// <summary>What pooling takes of a window.</summary>
internal interface IPooling
{
    static abstract float Start { get; }

    static abstract V Join<S, V, I>(V y, V x)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct;

    /// <summary>What follows the window's last element of <paramref name="count"/>.</summary>
    static abstract V Finish<S, V, I>(V y, float count)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct;

    /// <summary>An element's gradient with its part of a window's added; dy becomes what is left for the elements after it; the share is 1 over the window's elements.</summary>
    static abstract unsafe V AddGradient<S, V, I>(V dx, float* x, float* y, ref V dy, float share)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct;
}

/// <summary>The largest; the first of the largest takes the gradient.</summary>
internal readonly struct MaxOfWindow : IPooling
{
    public static float Start => float.NegativeInfinity;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Join<S, V, I>(V y, V x)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct => MaxPair.Invoke<S, V, I>(y, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Finish<S, V, I>(V y, float count)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct => y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe V AddGradient<S, V, I>(V dx, float* x, float* y, ref V dy, float share)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        I isLargest = S.Equal(S.Load(x), S.Load(y));
        V sum = S.Add(dx, S.Select(isLargest, dy, S.Zero));
        dy = S.Select(isLargest, S.Zero, dy);
        return sum;
    }
}

/// <summary>The mean; all take the same part of the gradient.</summary>
internal readonly struct MeanOfWindow : IPooling
{
    public static float Start => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Join<S, V, I>(V y, V x)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct => S.Add(y, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Finish<S, V, I>(V y, float count)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct => S.Divide(y, S.Set(count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe V AddGradient<S, V, I>(V dx, float* x, float* y, ref V dy, float share)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct => S.Fma(dy, S.Set(share), dx);
}

/// <summary>Pooling of one sample: each window makes a row of channels of rows of the input, which are given by their numbers; those of -1 don't count.</summary>
internal static unsafe class WindowPooling
{
    public static void Pool<TPooling>(ReadOnlySpan<float> x, ReadOnlySpan<int> sources, int taps, int channels, Span<float> y)
        where TPooling : struct, IPooling => Pool<TPooling>(x, sources, taps, channels, y, Simd.Best);

    /// <param name="x">[rows, channels].</param>
    /// <param name="sources">[windows, taps].</param>
    /// <param name="taps">Elements of a window.</param>
    /// <param name="channels">Of a row.</param>
    /// <param name="y">[windows, channels].</param>
    /// <param name="width">The vector width.</param>
    public static void Pool<TPooling>(ReadOnlySpan<float> x, ReadOnlySpan<int> sources, int taps, int channels, Span<float> y, SimdWidth width)
        where TPooling : struct, IPooling
    {
        Check(x.Length, sources, taps, channels, y.Length);
        fixed (float* px = x, py = y)
        {
            float* own = py;
            for (int w = 0; w < sources.Length; w += taps, own += channels)
            {
                ReadOnlySpan<int> window = sources.Slice(w, taps);
                int done = width switch
                {
                    SimdWidth.V512 => Pool<TPooling, Simd512, Vector512<float>, Vector512<int>>(0, channels, px, window, own),
                    SimdWidth.V256 => Pool<TPooling, Simd256, Vector256<float>, Vector256<int>>(0, channels, px, window, own),
                    SimdWidth.V128 => Pool<TPooling, Simd128, Vector128<float>, Vector128<int>>(0, channels, px, window, own),
                    _ => 0,
                };
                Pool<TPooling, SimdScalar, float, int>(done, channels, px, window, own);
            }
        }
    }

    public static void AddGradient<TPooling>(
        ReadOnlySpan<float> x, ReadOnlySpan<int> sources, int taps, int channels, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, bool writes)
        where TPooling : struct, IPooling => AddGradient<TPooling>(x, sources, taps, channels, y, dy, dx, writes, Simd.Best);

    /// <param name="x">[rows, channels].</param>
    /// <param name="sources">[windows, taps].</param>
    /// <param name="taps">Elements of a window.</param>
    /// <param name="channels">Of a row.</param>
    /// <param name="y">[windows, channels].</param>
    /// <param name="dy">Its gradient.</param>
    /// <param name="dx">[rows, channels], to be added to.</param>
    /// <param name="writes">Whether it is to be written instead, since no row is in two windows.</param>
    /// <param name="width">The vector width.</param>
    public static void AddGradient<TPooling>(
        ReadOnlySpan<float> x, ReadOnlySpan<int> sources, int taps, int channels, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, bool writes, SimdWidth width)
        where TPooling : struct, IPooling
    {
        Check(x.Length, sources, taps, channels, y.Length);
        Check(dx.Length, sources, taps, channels, dy.Length);
        fixed (float* px = x, py = y, pdy = dy, pdx = dx)
        {
            nint at = 0;
            for (int w = 0; w < sources.Length; w += taps, at += channels)
            {
                ReadOnlySpan<int> window = sources.Slice(w, taps);
                int done = width switch
                {
                    SimdWidth.V512 => AddGradient<TPooling, Simd512, Vector512<float>, Vector512<int>>(0, channels, px, window, py + at, pdy + at, pdx, writes),
                    SimdWidth.V256 => AddGradient<TPooling, Simd256, Vector256<float>, Vector256<int>>(0, channels, px, window, py + at, pdy + at, pdx, writes),
                    SimdWidth.V128 => AddGradient<TPooling, Simd128, Vector128<float>, Vector128<int>>(0, channels, px, window, py + at, pdy + at, pdx, writes),
                    _ => 0,
                };
                AddGradient<TPooling, SimdScalar, float, int>(done, channels, px, window, py + at, pdy + at, pdx, writes);
            }
        }
    }

    private static int Pool<TPooling, S, V, I>(int from, int channels, float* x, ReadOnlySpan<int> window, float* y)
        where TPooling : struct, IPooling
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        float count = window.Length - window.Count(-1);
        int c = from;
        for (; c <= channels - (4 * S.Lanes); c += 4 * S.Lanes)
        {
            V y0 = S.Set(TPooling.Start), y1 = y0, y2 = y0, y3 = y0;
            foreach (int row in window)
            {
                if (row >= 0)
                {
                    float* own = x + ((nint)row * channels) + c;
                    y0 = TPooling.Join<S, V, I>(y0, S.Load(own));
                    y1 = TPooling.Join<S, V, I>(y1, S.Load(own + S.Lanes));
                    y2 = TPooling.Join<S, V, I>(y2, S.Load(own + (2 * S.Lanes)));
                    y3 = TPooling.Join<S, V, I>(y3, S.Load(own + (3 * S.Lanes)));
                }
            }
            S.Store(y + c, TPooling.Finish<S, V, I>(y0, count));
            S.Store(y + c + S.Lanes, TPooling.Finish<S, V, I>(y1, count));
            S.Store(y + c + (2 * S.Lanes), TPooling.Finish<S, V, I>(y2, count));
            S.Store(y + c + (3 * S.Lanes), TPooling.Finish<S, V, I>(y3, count));
        }
        for (; c <= channels - S.Lanes; c += S.Lanes)
        {
            V value = S.Set(TPooling.Start);
            foreach (int row in window)
            {
                if (row >= 0)
                {
                    value = TPooling.Join<S, V, I>(value, S.Load(x + ((nint)row * channels) + c));
                }
            }
            S.Store(y + c, TPooling.Finish<S, V, I>(value, count));
        }
        return c;
    }

    private static int AddGradient<TPooling, S, V, I>(int from, int channels, float* x, ReadOnlySpan<int> window, float* y, float* dy, float* dx, bool writes)
        where TPooling : struct, IPooling
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        float share = 1f / (window.Length - window.Count(-1));
        int c = from;
        for (; c <= channels - (4 * S.Lanes); c += 4 * S.Lanes)
        {
            V d0 = S.Load(dy + c), d1 = S.Load(dy + c + S.Lanes), d2 = S.Load(dy + c + (2 * S.Lanes)), d3 = S.Load(dy + c + (3 * S.Lanes));
            foreach (int row in window)
            {
                if (row >= 0)
                {
                    nint at = ((nint)row * channels) + c;
                    Step<TPooling, S, V, I>(x + at, y + c, ref d0, dx + at, share, writes);
                    Step<TPooling, S, V, I>(x + at + S.Lanes, y + c + S.Lanes, ref d1, dx + at + S.Lanes, share, writes);
                    Step<TPooling, S, V, I>(x + at + (2 * S.Lanes), y + c + (2 * S.Lanes), ref d2, dx + at + (2 * S.Lanes), share, writes);
                    Step<TPooling, S, V, I>(x + at + (3 * S.Lanes), y + c + (3 * S.Lanes), ref d3, dx + at + (3 * S.Lanes), share, writes);
                }
            }
        }
        for (; c <= channels - S.Lanes; c += S.Lanes)
        {
            V left = S.Load(dy + c);
            foreach (int row in window)
            {
                if (row >= 0)
                {
                    nint at = ((nint)row * channels) + c;
                    Step<TPooling, S, V, I>(x + at, y + c, ref left, dx + at, share, writes);
                }
            }
        }
        return c;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step<TPooling, S, V, I>(float* x, float* y, ref V left, float* dx, float share, bool writes)
        where TPooling : struct, IPooling
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        V before = writes ? S.Zero : S.Load(dx);
        S.Store(dx, TPooling.AddGradient<S, V, I>(before, x, y, ref left, share));
    }

    private static void Check(int input, ReadOnlySpan<int> sources, int taps, int channels, int output)
    {
        int rows = input / channels;
        if (input % channels != 0 || sources.Length % taps != 0 || output != sources.Length / taps * channels)
        {
            Throw.Argument($"Pooling {sources.Length} elements of windows of {taps} over {input} floats of {channels} channels makes {output}. Pass whole rows.");
        }
        foreach (int row in sources)
        {
            if (row >= rows)
            {
                Throw.Argument($"A window has row {row} of {rows}. Pass rows that are there.");
            }
        }
    }
}
