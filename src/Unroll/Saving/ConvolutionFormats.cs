using System.Text.Json;

namespace Unroll;

/// <summary>The options of the convolutions, as Keras 3 names them.</summary>
internal static class ConvolutionFormats
{
    public static readonly LayerFormat[] All =
    [
        new LayerFormat<Conv1D>(
            "Conv1D",
            (name, options) =>
            {
                Check(options);
                return new Conv1D(options.Size("filters"), options.Ints("kernel_size", 1)[0])
                {
                    Name = name,
                    Strides = options.Ints("strides", 1, 1)[0],
                    Padding = options.Padding(),
                    DilationRate = options.Ints("dilation_rate", 1, 1)[0],
                    Groups = options.Int("groups", 1),
                    Activation = options.Activation("activation", Activation.Linear),
                    UseBias = options.Bool("use_bias", true),
                    KernelSettings = options.Weight("kernel", Initializer.GlorotUniform),
                    BiasSettings = options.Weight("bias", Initializer.Zeros),
                };
            },
            (layer, json) =>
            {
                WriteWindow(json, layer.Padding, [layer.KernelSize], [layer.Strides], [layer.DilationRate]);
                WriteKernel(layer, json);
            }),
        new LayerFormat<Conv2D>(
            "Conv2D",
            (name, options) =>
            {
                Check(options);
                var size = options.Pair("kernel_size", 1);
                return new Conv2D(options.Size("filters"), size.Rows, size.Columns)
                {
                    Name = name,
                    Strides = options.Pair("strides", 1),
                    Padding = options.Padding(),
                    DilationRate = options.Pair("dilation_rate", 1),
                    Groups = options.Int("groups", 1),
                    Activation = options.Activation("activation", Activation.Linear),
                    UseBias = options.Bool("use_bias", true),
                    KernelSettings = options.Weight("kernel", Initializer.GlorotUniform),
                    BiasSettings = options.Weight("bias", Initializer.Zeros),
                };
            },
            (layer, json) =>
            {
                WriteWindow(
                    json,
                    layer.Padding,
                    [layer.KernelSize.Rows, layer.KernelSize.Columns],
                    [layer.Strides.Rows, layer.Strides.Columns],
                    [layer.DilationRate.Rows, layer.DilationRate.Columns]);
                WriteKernel(layer, json);
            }),
        new LayerFormat<DepthwiseConv1D>(
            "DepthwiseConv1D",
            (name, options) =>
            {
                Check(options);
                return new DepthwiseConv1D(options.Ints("kernel_size", 1)[0])
                {
                    Name = name,
                    Strides = options.Ints("strides", 1, 1)[0],
                    Padding = options.Padding(),
                    DilationRate = options.Ints("dilation_rate", 1, 1)[0],
                    DepthMultiplier = options.Int("depth_multiplier", 1),
                    Activation = options.Activation("activation", Activation.Linear),
                    UseBias = options.Bool("use_bias", true),
                    DepthwiseSettings = options.Weight("depthwise", Initializer.GlorotUniform),
                    BiasSettings = options.Weight("bias", Initializer.Zeros),
                };
            },
            (layer, json) =>
            {
                WriteWindow(json, layer.Padding, [layer.KernelSize], [layer.Strides], [layer.DilationRate]);
                WriteDepthwise(layer, json);
            }),
        new LayerFormat<DepthwiseConv2D>(
            "DepthwiseConv2D",
            (name, options) =>
            {
                Check(options);
                var size = options.Pair("kernel_size", 1);
                return new DepthwiseConv2D(size.Rows, size.Columns)
                {
                    Name = name,
                    Strides = options.Pair("strides", 1),
                    Padding = options.Padding(),
                    DilationRate = options.Pair("dilation_rate", 1),
                    DepthMultiplier = options.Int("depth_multiplier", 1),
                    Activation = options.Activation("activation", Activation.Linear),
                    UseBias = options.Bool("use_bias", true),
                    DepthwiseSettings = options.Weight("depthwise", Initializer.GlorotUniform),
                    BiasSettings = options.Weight("bias", Initializer.Zeros),
                };
            },
            (layer, json) =>
            {
                WriteWindow(
                    json,
                    layer.Padding,
                    [layer.KernelSize.Rows, layer.KernelSize.Columns],
                    [layer.Strides.Rows, layer.Strides.Columns],
                    [layer.DilationRate.Rows, layer.DilationRate.Columns]);
                WriteDepthwise(layer, json);
            }),
        new LayerFormat<SeparableConv1D>(
            "SeparableConv1D",
            (name, options) =>
            {
                Check(options);
                return new SeparableConv1D(options.Size("filters"), options.Ints("kernel_size", 1)[0])
                {
                    Name = name,
                    Strides = options.Ints("strides", 1, 1)[0],
                    Padding = options.Padding(),
                    DilationRate = options.Ints("dilation_rate", 1, 1)[0],
                    DepthMultiplier = options.Int("depth_multiplier", 1),
                    Activation = options.Activation("activation", Activation.Linear),
                    UseBias = options.Bool("use_bias", true),
                    DepthwiseSettings = options.Weight("depthwise", Initializer.GlorotUniform),
                    PointwiseSettings = options.Weight("pointwise", Initializer.GlorotUniform),
                    BiasSettings = options.Weight("bias", Initializer.Zeros),
                };
            },
            (layer, json) =>
            {
                WriteWindow(json, layer.Padding, [layer.KernelSize], [layer.Strides], [layer.DilationRate]);
                WriteSeparable(layer, json);
            }),
        new LayerFormat<SeparableConv2D>(
            "SeparableConv2D",
            (name, options) =>
            {
                Check(options);
                var size = options.Pair("kernel_size", 1);
                return new SeparableConv2D(options.Size("filters"), size.Rows, size.Columns)
                {
                    Name = name,
                    Strides = options.Pair("strides", 1),
                    Padding = options.Padding(),
                    DilationRate = options.Pair("dilation_rate", 1),
                    DepthMultiplier = options.Int("depth_multiplier", 1),
                    Activation = options.Activation("activation", Activation.Linear),
                    UseBias = options.Bool("use_bias", true),
                    DepthwiseSettings = options.Weight("depthwise", Initializer.GlorotUniform),
                    PointwiseSettings = options.Weight("pointwise", Initializer.GlorotUniform),
                    BiasSettings = options.Weight("bias", Initializer.Zeros),
                };
            },
            (layer, json) =>
            {
                WriteWindow(
                    json,
                    layer.Padding,
                    [layer.KernelSize.Rows, layer.KernelSize.Columns],
                    [layer.Strides.Rows, layer.Strides.Columns],
                    [layer.DilationRate.Rows, layer.DilationRate.Columns]);
                WriteSeparable(layer, json);
            }),
    ];

    private static void Check(ConfigReader options)
    {
        options.CheckChannelsLast();
        options.Unsupported("lora_rank", "lora_alpha", "quantization_config");
    }

    private static void WriteWindow(Utf8JsonWriter json, WindowPadding padding, int[] size, int[] strides, int[] dilation)
    {
        json.WriteInts("kernel_size", size);
        json.WriteInts("strides", strides);
        json.WritePadding(padding);
        json.WriteInts("dilation_rate", dilation);
    }

    private static void WriteKernel(Convolution layer, Utf8JsonWriter json)
    {
        json.WriteNumber("filters", layer.Filters);
        json.WriteNumber("groups", layer.Groups);
        json.WriteWeight("kernel", layer.KernelSettings);
        WriteCommon(layer, json);
    }

    private static void WriteDepthwise(DepthwiseConvolution layer, Utf8JsonWriter json)
    {
        json.WriteNumber("depth_multiplier", layer.DepthMultiplier);
        json.WriteWeight("depthwise", layer.DepthwiseSettings);
        WriteCommon(layer, json);
    }

    private static void WriteSeparable(SeparableConvolution layer, Utf8JsonWriter json)
    {
        json.WriteNumber("filters", layer.Filters);
        json.WriteNumber("depth_multiplier", layer.DepthMultiplier);
        json.WriteWeight("depthwise", layer.DepthwiseSettings);
        json.WriteWeight("pointwise", layer.PointwiseSettings);
        WriteCommon(layer, json);
    }

    private static void WriteCommon(ConvolutionLayer layer, Utf8JsonWriter json)
    {
        json.WriteChannelsLast();
        json.WriteString("activation", layer.Activation.Name);
        json.WriteBoolean("use_bias", layer.UseBias);
        json.WriteWeight("bias", layer.BiasSettings);
    }
}
