using System.Text.Json;

namespace Unroll;

/// <summary>The options of the layers that make noise in training, as Keras 3 names them.</summary>
internal static class NoiseFormats
{
    public static readonly LayerFormat[] All =
    [
        new LayerFormat<Dropout>(
            "Dropout",
            (name, options) =>
            {
                options.Ignore("seed");
                return new Dropout(options.Float("rate")) { Name = name, NoiseShape = NoiseShape(options) };
            },
            (layer, json) =>
            {
                json.WriteNumber("rate", layer.Rate);
                json.WriteNulls("seed");
                WriteNoiseShape(json, layer.NoiseShape);
            }),
        ByRate("AlphaDropout", (name, rate) => new AlphaDropout(rate) { Name = name }, hasNoiseShape: true),
        ByRate("GaussianDropout", (name, rate) => new GaussianDropout(rate) { Name = name }),
        ByRate("SpatialDropout1D", (name, rate) => new SpatialDropout1D(rate) { Name = name }),
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

    private static LayerFormat<TLayer> ByRate<TLayer>(string className, Func<string, float, TLayer> make, bool hasNoiseShape = false)
        where TLayer : NoiseLayer => new(
            className,
            (name, options) =>
            {
                options.Ignore("seed");
                options.Unsupported("noise_shape");
                return make(name, options.Float("rate"));
            },
            (layer, json) =>
            {
                json.WriteNumber("rate", layer.Rate);
                json.WriteNulls("seed");
                if (hasNoiseShape) json.WriteNulls("noise_shape");
            });

    private static int?[]? NoiseShape(ConfigReader options)
    {
        if (!options.TryGet("noise_shape", out _)) return null;
        return [.. options.Shape("noise_shape").Axes.ToArray().Select(static axis => axis == Shape.Any ? (int?)null : axis)];
    }

    private static void WriteNoiseShape(Utf8JsonWriter json, IReadOnlyList<int?>? shape)
    {
        if (shape is null) json.WriteNulls("noise_shape");
        else json.WriteShape("noise_shape", new Shape([.. shape.Select(static axis => axis ?? Shape.Any)]));
    }
}
