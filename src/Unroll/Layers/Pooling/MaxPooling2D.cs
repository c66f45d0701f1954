using Unroll.Kernels;

namespace Unroll;

/// <summary>The largest of each window, channel by channel: [batch, height, width, channels]. Keras's MaxPooling2D.</summary>
public sealed class MaxPooling2D : PoolingLayer
{
    /// <summary>Windows of <paramref name="rows"/> by <paramref name="columns"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1.</exception>
    public MaxPooling2D(int rows = 2, int columns = 2) => PoolSize = Sizes((rows, columns));

    /// <summary>Rows and columns of a window.</summary>
    public (int Rows, int Columns) PoolSize { get; }

    /// <summary>From window to window; the window's size by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1.</exception>
    public (int Rows, int Columns)? Strides { get; init => field = value is null ? null : Sizes(value.Value); }

    /// <summary>What windows see beyond the ends: <see cref="WindowPadding.Valid"/> or <see cref="WindowPadding.Same"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Causal.</exception>
    public WindowPadding Padding { get; init => field = NotCausal(value); }

    internal override string ClassName => "MaxPooling2D";

    internal override string DefaultName => "max_pooling2d";

    private protected override bool IsPlane => true;

    private protected override (WindowAxis Rows, WindowAxis Columns) Window =>
    (
        new WindowAxis(PoolSize.Rows, (Strides ?? PoolSize).Rows, 1, Padding),
        new WindowAxis(PoolSize.Columns, (Strides ?? PoolSize).Columns, 1, Padding)
    );

    internal override void Pool(ReadOnlySpan<float> x, WindowMap map, Span<float> y) => WindowPooling.Pool<MaxOfWindow>(x, map.Sources, map.Taps, map.Channels(x), y);

    internal override void AddGradient(ReadOnlySpan<float> x, WindowMap map, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx) =>
        WindowPooling.AddGradient<MaxOfWindow>(x, map.Sources, map.Taps, map.Channels(x), y, dy, dx, map.IsDisjoint);
}
