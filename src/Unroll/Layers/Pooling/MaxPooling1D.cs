using Unroll.Kernels;

namespace Unroll;

/// <summary>The largest of each window, channel by channel: [batch, time, channels]. Keras's MaxPooling1D.</summary>
public sealed class MaxPooling1D : PoolingLayer
{
    /// <summary>Windows of <paramref name="poolSize"/> steps.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1.</exception>
    public MaxPooling1D(int poolSize = 2) => PoolSize = Size(poolSize);

    /// <summary>Steps in a window.</summary>
    public int PoolSize { get; }

    /// <summary>Steps from window to window; the window's size by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1.</exception>
    public int? Strides { get; init => field = value is null ? null : Size(value.Value); }

    /// <summary>What windows see beyond the ends: <see cref="WindowPadding.Valid"/> or <see cref="WindowPadding.Same"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Causal.</exception>
    public WindowPadding Padding { get; init => field = NotCausal(value); }

    internal override string ClassName => "MaxPooling1D";

    internal override string DefaultName => "max_pooling1d";

    private protected override bool IsPlane => false;

    private protected override (WindowAxis Rows, WindowAxis Columns) Window => (WindowAxis.Still, new WindowAxis(PoolSize, Strides ?? PoolSize, 1, Padding));

    internal override void Pool(ReadOnlySpan<float> x, WindowMap map, Span<float> y) => WindowPooling.Pool<MaxOfWindow>(x, map.Sources, map.Taps, map.Channels(x), y);

    internal override void AddGradient(ReadOnlySpan<float> x, WindowMap map, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx) =>
        WindowPooling.AddGradient<MaxOfWindow>(x, map.Sources, map.Taps, map.Channels(x), y, dy, dx, map.IsDisjoint);
}
