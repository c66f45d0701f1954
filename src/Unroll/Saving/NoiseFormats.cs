using System.Text.Json;

namespace Unroll;

/// <summary>The options of the layers that make noise in training, as Keras 3 names them.</summary>
internal static class NoiseFormats
{
    public static readonly LayerFormat[] All =
    [
        Shaped("Dropout", (name, rate, shape) => new Dropout(rate) { Name = name, NoiseShape = shape }),
        Shaped("AlphaDropout", (name, rate, shape) => new AlphaDropout(rate) { Name = name, NoiseShape = shape }),
        ByRate("GaussianDropout", (name, rate) => new GaussianDropout(rate) { Name = name }),
        ByRate("SpatialDropout1D", (name, rate) => new SpatialDropout1D(rate) { Name = name }),
        new LayerFormat<SpatialDropout2D>(
            "SpatialDropout2D",
            (name, options) =>
            {
                options.Ignore("seed");
                return new SpatialDropout2D(options.Float("rate")) { Name = name, DataFormat = options.DataFormat() };
            },
            (layer, json) =>
            {
                WriteRate(json, layer);
                json.WriteDataFormat(layer);
            }),
        new LayerFormat<GaussianNoise>(
            "GaussianNoise",
            (name, options) =>
            {
                options.Ignore("seed");
                return new GaussianNoise(options.Float("stddev")) { Name = name };
            },
            (layer, json) =>
            {
                json.WriteNumber("stddev", layer.Deviation);
                json.WriteNulls("seed");
            }),
    ];

    private static LayerFormat<TLayer> Shaped<TLayer>(string className, Func<string, float, int?[]?, TLayer> make)
        where TLayer : ShapedDropout => new(
            className,
            (name, options) =>
            {
                options.Ignore("seed");
                return make(name, options.Float("rate"), NoiseShape(options));
            },
            (layer, json) =>
            {
                WriteRate(json, layer);
                if (layer.NoiseShape is { } shape) json.WriteShape("noise_shape", new Shape([.. shape.Select(static axis => axis ?? Shape.Any)]));
                else json.WriteNulls("noise_shape");
            });

    private static LayerFormat<TLayer> ByRate<TLayer>(string className, Func<string, float, TLayer> make)
        where TLayer : NoiseLayer => new(
            className,
            (name, options) =>
            {
                options.Ignore("seed");
                options.Unsupported("noise_shape");
                return make(name, options.Float("rate"));
            },
            (layer, json) => WriteRate(json, layer));

    private static void WriteRate(Utf8JsonWriter json, NoiseLayer layer)
    {
        json.WriteNumber("rate", layer.Rate);
        json.WriteNulls("seed");
    }

    private static int?[]? NoiseShape(ConfigReader options)
    {
        if (!options.TryGet("noise_shape", out _)) return null;
        return [.. options.Shape("noise_shape").Axes.ToArray().Select(static axis => axis == Shape.Any ? (int?)null : axis)];
    }
}
