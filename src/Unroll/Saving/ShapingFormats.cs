namespace Unroll;

/// <summary>The options of the layers that move numbers, as Keras 3 names them.</summary>
internal static class ShapingFormats
{
    public static readonly LayerFormat[] All =
    [
        new LayerFormat<Flatten>(
            "Flatten",
            (name, options) => new Flatten { Name = name, DataFormat = options.DataFormat() },
            (layer, json) => json.WriteDataFormat(layer)),
        new LayerFormat<Reshape>(
            "Reshape",
            (name, options) => new Reshape(options.Axes("target_shape")) { Name = name },
            (layer, json) => json.WriteInts("target_shape", layer.TargetShape)),
        new LayerFormat<Permute>(
            "Permute",
            (name, options) => new Permute(options.Axes("dims")) { Name = name },
            (layer, json) => json.WriteInts("dims", layer.Axes)),
        new LayerFormat<Cropping1D>(
            "Cropping1D",
            (name, options) =>
            {
                int[] edges = options.Ints("cropping", 2);
                return new Cropping1D(edges[0], edges[1]) { Name = name };
            },
            (layer, json) => json.WriteInts("cropping", layer.Before, layer.After)),
        new LayerFormat<Cropping2D>(
            "Cropping2D",
            (name, options) =>
            {
                var (rows, columns) = options.Edges("cropping");
                return new Cropping2D(rows, columns) { Name = name, DataFormat = options.DataFormat() };
            },
            (layer, json) =>
            {
                json.WriteEdges("cropping", layer.Rows, layer.Columns);
                json.WriteDataFormat(layer);
            }),
        new LayerFormat<ZeroPadding1D>(
            "ZeroPadding1D",
            (name, options) =>
            {
                int[] edges = options.Ints("padding", 2);
                return new ZeroPadding1D(edges[0], edges[1]) { Name = name, DataFormat = options.DataFormat() };
            },
            (layer, json) =>
            {
                json.WriteInts("padding", layer.Before, layer.After);
                json.WriteDataFormat(layer);
            }),
        new LayerFormat<ZeroPadding2D>(
            "ZeroPadding2D",
            (name, options) =>
            {
                var (rows, columns) = options.Edges("padding");
                return new ZeroPadding2D(rows, columns) { Name = name, DataFormat = options.DataFormat() };
            },
            (layer, json) =>
            {
                json.WriteEdges("padding", layer.Rows, layer.Columns);
                json.WriteDataFormat(layer);
            }),
        new LayerFormat<UpSampling1D>(
            "UpSampling1D",
            (name, options) => new UpSampling1D(options.Size("size")) { Name = name },
            (layer, json) => json.WriteNumber("size", layer.Size)),
        new LayerFormat<UpSampling2D>(
            "UpSampling2D",
            (name, options) =>
            {
                int[] size = options.Ints("size", 2);
                return new UpSampling2D(size[0], size[1])
                {
                    Name = name,
                    DataFormat = options.DataFormat(),
                    Interpolation = options.TextOrNull("interpolation") switch
                    {
                        null or "nearest" => Interpolation.Nearest,
                        "bilinear" => Interpolation.Bilinear,
                        _ => options.Wrong<Interpolation>("interpolation", options.Required("interpolation"), "nearest or bilinear"),
                    },
                };
            },
            (layer, json) =>
            {
                json.WriteInts("size", layer.Rows, layer.Columns);
                json.WriteDataFormat(layer);
                json.WriteString("interpolation", layer.Interpolation == Interpolation.Nearest ? "nearest" : "bilinear");
            }),
    ];
}
