using System.Text.Json;

namespace Unroll;

/// <summary>The options of the convolutions, as Keras 3 names them.</summary>
internal static class ConvolutionFormats
{
    public static readonly LayerFormat[] All =
    [
        Format(
            "Conv1D",
            isPlane: false,
            (name, options, s) => new Conv1D(options.Size("filters"), s.Window.Size.Columns) { Name = name, Settings = s, Groups = options.Int("groups", 1), KernelSettings = Weight(options, "kernel") },
            WriteKernel),
        Format(
            "Conv2D",
            isPlane: true,
            (name, options, s) => new Conv2D(options.Size("filters"), s.Window.Size.Rows, s.Window.Size.Columns)
            {
                Name = name,
                Settings = s,
                Groups = options.Int("groups", 1),
                KernelSettings = Weight(options, "kernel"),
            },
            WriteKernel),
        Format(
            "DepthwiseConv1D",
            isPlane: false,
            (name, options, s) => new DepthwiseConv1D(s.Window.Size.Columns) { Name = name, Settings = s, DepthMultiplier = Multiplier(options), DepthwiseSettings = Weight(options, "depthwise") },
            WriteDepthwise),
        Format(
            "DepthwiseConv2D",
            isPlane: true,
            (name, options, s) => new DepthwiseConv2D(s.Window.Size.Rows, s.Window.Size.Columns)
            {
                Name = name,
                Settings = s,
                DepthMultiplier = Multiplier(options),
                DepthwiseSettings = Weight(options, "depthwise"),
            },
            WriteDepthwise),
        Format(
            "SeparableConv1D",
            isPlane: false,
            (name, options, s) => new SeparableConv1D(options.Size("filters"), s.Window.Size.Columns)
            {
                Name = name,
                Settings = s,
                DepthMultiplier = Multiplier(options),
                DepthwiseSettings = Weight(options, "depthwise"),
                PointwiseSettings = Weight(options, "pointwise"),
            },
            WriteSeparable),
        Format(
            "SeparableConv2D",
            isPlane: true,
            (name, options, s) => new SeparableConv2D(options.Size("filters"), s.Window.Size.Rows, s.Window.Size.Columns)
            {
                Name = name,
                Settings = s,
                DepthMultiplier = Multiplier(options),
                DepthwiseSettings = Weight(options, "depthwise"),
                PointwiseSettings = Weight(options, "pointwise"),
            },
            WriteSeparable),
    ];

    /// <summary>Reads and writes what all have; the rest is each one's own.</summary>
    private static LayerFormat<TLayer> Format<TLayer>(
        string className, bool isPlane, Func<string, ConfigReader, ConvolutionSettings, TLayer> make, Action<TLayer, Utf8JsonWriter> write)
        where TLayer : ConvolutionLayer => new(
            className,
            (name, options) =>
            {
                options.Unsupported("lora_rank", "lora_alpha", "quantization_config");
                (int, int) size = options.Along("kernel_size", isPlane), one = (1, 1);
                var window = new WindowSettings(size, options.Along("strides", isPlane, one), options.Along("dilation_rate", isPlane, one), options.Padding());
                return make(name, options, new ConvolutionSettings(
                    window, options.DataFormat(), options.Activation("activation", Activation.Linear), options.Bool("use_bias", true), options.Weight("bias", Initializer.Zeros)));
            },
            (layer, json) =>
            {
                json.WriteAlong("kernel_size", layer.IsPlane, layer.Window.Size);
                json.WriteAlong("strides", layer.IsPlane, layer.Window.Strides);
                json.WritePadding(layer.Padding);
                json.WriteDataFormat(layer);
                json.WriteAlong("dilation_rate", layer.IsPlane, layer.Window.Dilation);
                write(layer, json);
                json.WriteString("activation", layer.Activation.Name);
                json.WriteBoolean("use_bias", layer.UseBias);
                json.WriteWeight("bias", layer.BiasSettings);
            });

    private static WeightSettings Weight(ConfigReader options, string weight) => options.Weight(weight, Initializer.GlorotUniform);

    private static int Multiplier(ConfigReader options) => options.Int("depth_multiplier", 1);

    private static void WriteKernel(Convolution layer, Utf8JsonWriter json)
    {
        json.WriteNumber("filters", layer.Filters);
        json.WriteNumber("groups", layer.Groups);
        json.WriteWeight("kernel", layer.KernelSettings);
    }

    private static void WriteDepthwise(DepthwiseConvolution layer, Utf8JsonWriter json)
    {
        json.WriteNumber("depth_multiplier", layer.DepthMultiplier);
        json.WriteWeight("depthwise", layer.DepthwiseSettings);
    }

    private static void WriteSeparable(SeparableConvolution layer, Utf8JsonWriter json)
    {
        json.WriteNumber("filters", layer.Filters);
        json.WriteNumber("depth_multiplier", layer.DepthMultiplier);
        json.WriteWeight("depthwise", layer.DepthwiseSettings);
        json.WriteWeight("pointwise", layer.PointwiseSettings);
    }
}
