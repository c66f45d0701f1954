using System.Text.Json;

namespace Unroll;

/// <summary>The options of the pooling layers, as Keras 3 names them.</summary>
internal static class PoolingFormats
{
    public static readonly LayerFormat[] All =
    [
        Line("MaxPooling1D", (name, o) => new MaxPooling1D(o.Size) { Name = name, Strides = o.Strides, Padding = o.Padding }, layer => new(layer.PoolSize, layer.Strides, layer.Padding)),
        Line("AveragePooling1D", (name, o) => new AveragePooling1D(o.Size) { Name = name, Strides = o.Strides, Padding = o.Padding }, layer => new(layer.PoolSize, layer.Strides, layer.Padding)),
        Plane(
            "MaxPooling2D",
            (name, o) => new MaxPooling2D(o.Size.Rows, o.Size.Columns) { Name = name, Strides = o.Strides, Padding = o.Padding },
            layer => new(layer.PoolSize, layer.Strides, layer.Padding)),
        Plane(
            "AveragePooling2D",
            (name, o) => new AveragePooling2D(o.Size.Rows, o.Size.Columns) { Name = name, Strides = o.Strides, Padding = o.Padding },
            layer => new(layer.PoolSize, layer.Strides, layer.Padding)),
        Global((name, keep) => new GlobalMaxPooling1D { Name = name, KeepDimensions = keep }),
        Global((name, keep) => new GlobalMaxPooling2D { Name = name, KeepDimensions = keep }),
        Global((name, keep) => new GlobalAveragePooling1D { Name = name, KeepDimensions = keep }),
        Global((name, keep) => new GlobalAveragePooling2D { Name = name, KeepDimensions = keep }),
    ];

    private static LayerFormat<TLayer> Line<TLayer>(string className, Func<string, LineOptions, TLayer> make, Func<TLayer, LineOptions> optionsOf)
        where TLayer : PoolingLayer => new(
            className,
            (name, options) =>
            {
                options.CheckChannelsLast();
                int[]? strides = options.TryGet("strides", out _) ? options.Ints("strides", 1) : null;
                return make(name, new LineOptions(options.Ints("pool_size", 1)[0], strides?[0], options.Padding()));
            },
            (layer, json) =>
            {
                LineOptions o = optionsOf(layer);
                json.WriteInts("pool_size", o.Size);
                json.WritePadding(o.Padding);
                json.WriteInts("strides", o.Strides ?? o.Size);
                json.WriteChannelsLast();
            });

    private static LayerFormat<TLayer> Plane<TLayer>(string className, Func<string, PlaneOptions, TLayer> make, Func<TLayer, PlaneOptions> optionsOf)
        where TLayer : PoolingLayer => new(
            className,
            (name, options) =>
            {
                options.CheckChannelsLast();
                (int Rows, int Columns)? strides = options.TryGet("strides", out _) ? options.Pair("strides", 1) : null;
                return make(name, new PlaneOptions(options.Pair("pool_size", 2), strides, options.Padding()));
            },
            (layer, json) =>
            {
                PlaneOptions o = optionsOf(layer);
                json.WriteInts("pool_size", o.Size.Rows, o.Size.Columns);
                json.WritePadding(o.Padding);
                (int rows, int columns) = o.Strides ?? o.Size;
                json.WriteInts("strides", rows, columns);
                json.WriteChannelsLast();
            });

    private static LayerFormat<TLayer> Global<TLayer>(Func<string, bool, TLayer> make)
        where TLayer : GlobalPoolingLayer => new(
            typeof(TLayer).Name,
            (name, options) =>
            {
                options.CheckChannelsLast();
                return make(name, options.Bool("keepdims", false));
            },
            (layer, json) =>
            {
                json.WriteChannelsLast();
                json.WriteBoolean("keepdims", layer.KeepDimensions);
            });

    private readonly record struct LineOptions(int Size, int? Strides, WindowPadding Padding);

    private readonly record struct PlaneOptions((int Rows, int Columns) Size, (int Rows, int Columns)? Strides, WindowPadding Padding);
}
