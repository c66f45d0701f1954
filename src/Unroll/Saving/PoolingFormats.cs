using System.Text.Json;

namespace Unroll;

/// <summary>The options of the pooling layers, as Keras 3 names them.</summary>
internal static class PoolingFormats
{
    public static readonly LayerFormat[] All =
    [
        Format("MaxPooling1D", isPlane: false, (name, window, channels) => new MaxPooling1D { Name = name, Window = window, DataFormat = channels }),
        Format("AveragePooling1D", isPlane: false, (name, window, channels) => new AveragePooling1D { Name = name, Window = window, DataFormat = channels }),
        Format("MaxPooling2D", isPlane: true, (name, window, channels) => new MaxPooling2D { Name = name, Window = window, DataFormat = channels }),
        Format("AveragePooling2D", isPlane: true, (name, window, channels) => new AveragePooling2D { Name = name, Window = window, DataFormat = channels }),
        Global((name, keep, channels) => new GlobalMaxPooling1D { Name = name, KeepDimensions = keep, DataFormat = channels }),
        Global((name, keep, channels) => new GlobalMaxPooling2D { Name = name, KeepDimensions = keep, DataFormat = channels }),
        Global((name, keep, channels) => new GlobalAveragePooling1D { Name = name, KeepDimensions = keep, DataFormat = channels }),
        Global((name, keep, channels) => new GlobalAveragePooling2D { Name = name, KeepDimensions = keep, DataFormat = channels }),
    ];

    private static LayerFormat<TLayer> Format<TLayer>(string className, bool isPlane, Func<string, WindowSettings, DataFormat, TLayer> make)
        where TLayer : PoolingLayer => new(
            className,
            (name, options) =>
            {
                (int, int) size = options.Along("pool_size", isPlane, isPlane ? (2, 2) : (1, 2));
                return make(name, new WindowSettings(size, options.Along("strides", isPlane, size), options.Padding()), options.DataFormat());
            },
            (layer, json) =>
            {
                json.WriteAlong("pool_size", layer.IsPlane, layer.Window.Size);
                json.WritePadding(layer.Padding);
                json.WriteAlong("strides", layer.IsPlane, layer.Window.Strides);
                json.WriteDataFormat(layer);
            });

    private static LayerFormat<TLayer> Global<TLayer>(Func<string, bool, DataFormat, TLayer> make)
        where TLayer : GlobalPoolingLayer => new(
            typeof(TLayer).Name,
            (name, options) => make(name, options.Bool("keepdims", false), options.DataFormat()),
            (layer, json) =>
            {
                json.WriteDataFormat(layer);
                json.WriteBoolean("keepdims", layer.KeepDimensions);
            });
}
