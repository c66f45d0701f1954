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
                var size = options.Ints("kernel_size", 1)[0];
                return new Conv1D(options.Size("filters"), size)
                {
                    Name = name,
                    Strides = options.Ints("strides", 1, 1)[0],
                    Padding = options.Padding(),
                    DilationRate = options.Ints("dilation_rate", 1, 1)[0],
                    Groups = options.Int("groups", 1),
                    Activation = options.Activation("activation", Activation.Linear),
                    UseBias = options.Bool("use_bias", true),
                    KernelInitializer = options.Initializer("kernel_initializer", Initializer.GlorotUniform),
                    KernelRegularizer = options.Regularizer("kernel_regularizer"),
                    KernelConstraint = options.Constraint("kernel_constraint"),
                    BiasInitializer = options.Initializer("bias_initializer", Initializer.Zeros),
                    BiasRegularizer = options.Regularizer("bias_regularizer"),
                    BiasConstraint = options.Constraint("bias_constraint"),
                };
            },
            (layer, json) =>
            {
                json.WriteNumber("filters", layer.Filters);
                json.WriteInts("kernel_size", layer.KernelSize);
                json.WriteInts("strides", layer.Strides);
                json.WritePadding(layer.Padding);
                json.WriteInts("dilation_rate", layer.DilationRate);
                json.WriteNumber("groups", layer.Groups);
                json.WriteInitializer("kernel_initializer", layer.KernelInitializer);
                json.WriteRegularizer("kernel_regularizer", layer.KernelRegularizer);
                json.WriteConstraint("kernel_constraint", layer.KernelConstraint);
                WriteCommon(layer, json);
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
                    KernelInitializer = options.Initializer("kernel_initializer", Initializer.GlorotUniform),
                    KernelRegularizer = options.Regularizer("kernel_regularizer"),
                    KernelConstraint = options.Constraint("kernel_constraint"),
                    BiasInitializer = options.Initializer("bias_initializer", Initializer.Zeros),
                    BiasRegularizer = options.Regularizer("bias_regularizer"),
                    BiasConstraint = options.Constraint("bias_constraint"),
                };
            },
            (layer, json) =>
            {
                json.WriteNumber("filters", layer.Filters);
                json.WriteInts("kernel_size", layer.KernelSize.Rows, layer.KernelSize.Columns);
                json.WriteInts("strides", layer.Strides.Rows, layer.Strides.Columns);
                json.WritePadding(layer.Padding);
                json.WriteInts("dilation_rate", layer.DilationRate.Rows, layer.DilationRate.Columns);
                json.WriteNumber("groups", layer.Groups);
                json.WriteInitializer("kernel_initializer", layer.KernelInitializer);
                json.WriteRegularizer("kernel_regularizer", layer.KernelRegularizer);
                json.WriteConstraint("kernel_constraint", layer.KernelConstraint);
                WriteCommon(layer, json);
            }),
        new LayerFormat<DepthwiseConv1D>(
            "DepthwiseConv1D",
            (name, options) =>
            {
                Check(options);
                var size = options.Ints("kernel_size", 1)[0];
                return new DepthwiseConv1D(size)
                {
                    Name = name,
                    Strides = options.Ints("strides", 1, 1)[0],
                    Padding = options.Padding(),
                    DilationRate = options.Ints("dilation_rate", 1, 1)[0],
                    DepthMultiplier = options.Int("depth_multiplier", 1),
                    Activation = options.Activation("activation", Activation.Linear),
                    UseBias = options.Bool("use_bias", true),
                    DepthwiseInitializer = options.Initializer("depthwise_initializer", Initializer.GlorotUniform),
                    DepthwiseRegularizer = options.Regularizer("depthwise_regularizer"),
                    DepthwiseConstraint = options.Constraint("depthwise_constraint"),
                    BiasInitializer = options.Initializer("bias_initializer", Initializer.Zeros),
                    BiasRegularizer = options.Regularizer("bias_regularizer"),
                    BiasConstraint = options.Constraint("bias_constraint"),
                };
            },
            (layer, json) =>
            {
                json.WriteInts("kernel_size", layer.KernelSize);
                json.WriteInts("strides", layer.Strides);
                json.WritePadding(layer.Padding);
                json.WriteInts("dilation_rate", layer.DilationRate);
                json.WriteNumber("depth_multiplier", layer.DepthMultiplier);
                json.WriteInitializer("depthwise_initializer", layer.DepthwiseInitializer);
                json.WriteRegularizer("depthwise_regularizer", layer.DepthwiseRegularizer);
                json.WriteConstraint("depthwise_constraint", layer.DepthwiseConstraint);
                WriteCommon(layer, json);
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
                    DepthwiseInitializer = options.Initializer("depthwise_initializer", Initializer.GlorotUniform),
                    DepthwiseRegularizer = options.Regularizer("depthwise_regularizer"),
                    DepthwiseConstraint = options.Constraint("depthwise_constraint"),
                    BiasInitializer = options.Initializer("bias_initializer", Initializer.Zeros),
                    BiasRegularizer = options.Regularizer("bias_regularizer"),
                    BiasConstraint = options.Constraint("bias_constraint"),
                };
            },
            (layer, json) =>
            {
                json.WriteInts("kernel_size", layer.KernelSize.Rows, layer.KernelSize.Columns);
                json.WriteInts("strides", layer.Strides.Rows, layer.Strides.Columns);
                json.WritePadding(layer.Padding);
                json.WriteInts("dilation_rate", layer.DilationRate.Rows, layer.DilationRate.Columns);
                json.WriteNumber("depth_multiplier", layer.DepthMultiplier);
                json.WriteInitializer("depthwise_initializer", layer.DepthwiseInitializer);
                json.WriteRegularizer("depthwise_regularizer", layer.DepthwiseRegularizer);
                json.WriteConstraint("depthwise_constraint", layer.DepthwiseConstraint);
                WriteCommon(layer, json);
            }),
        new LayerFormat<SeparableConv1D>(
            "SeparableConv1D",
            (name, options) =>
            {
                Check(options);
                var size = options.Ints("kernel_size", 1)[0];
                return new SeparableConv1D(options.Size("filters"), size)
                {
                    Name = name,
                    Strides = options.Ints("strides", 1, 1)[0],
                    Padding = options.Padding(),
                    DilationRate = options.Ints("dilation_rate", 1, 1)[0],
                    DepthMultiplier = options.Int("depth_multiplier", 1),
                    Activation = options.Activation("activation", Activation.Linear),
                    UseBias = options.Bool("use_bias", true),
                    DepthwiseInitializer = options.Initializer("depthwise_initializer", Initializer.GlorotUniform),
                    DepthwiseRegularizer = options.Regularizer("depthwise_regularizer"),
                    DepthwiseConstraint = options.Constraint("depthwise_constraint"),
                    PointwiseInitializer = options.Initializer("pointwise_initializer", Initializer.GlorotUniform),
                    PointwiseRegularizer = options.Regularizer("pointwise_regularizer"),
                    PointwiseConstraint = options.Constraint("pointwise_constraint"),
                    BiasInitializer = options.Initializer("bias_initializer", Initializer.Zeros),
                    BiasRegularizer = options.Regularizer("bias_regularizer"),
                    BiasConstraint = options.Constraint("bias_constraint"),
                };
            },
            (layer, json) =>
            {
                json.WriteNumber("filters", layer.Filters);
                json.WriteInts("kernel_size", layer.KernelSize);
                json.WriteInts("strides", layer.Strides);
                json.WritePadding(layer.Padding);
                json.WriteInts("dilation_rate", layer.DilationRate);
                json.WriteNumber("depth_multiplier", layer.DepthMultiplier);
                json.WriteInitializer("depthwise_initializer", layer.DepthwiseInitializer);
                json.WriteRegularizer("depthwise_regularizer", layer.DepthwiseRegularizer);
                json.WriteConstraint("depthwise_constraint", layer.DepthwiseConstraint);
                json.WriteInitializer("pointwise_initializer", layer.PointwiseInitializer);
                json.WriteRegularizer("pointwise_regularizer", layer.PointwiseRegularizer);
                json.WriteConstraint("pointwise_constraint", layer.PointwiseConstraint);
                WriteCommon(layer, json);
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
                    DepthwiseInitializer = options.Initializer("depthwise_initializer", Initializer.GlorotUniform),
                    DepthwiseRegularizer = options.Regularizer("depthwise_regularizer"),
                    DepthwiseConstraint = options.Constraint("depthwise_constraint"),
                    PointwiseInitializer = options.Initializer("pointwise_initializer", Initializer.GlorotUniform),
                    PointwiseRegularizer = options.Regularizer("pointwise_regularizer"),
                    PointwiseConstraint = options.Constraint("pointwise_constraint"),
                    BiasInitializer = options.Initializer("bias_initializer", Initializer.Zeros),
                    BiasRegularizer = options.Regularizer("bias_regularizer"),
                    BiasConstraint = options.Constraint("bias_constraint"),
                };
            },
            (layer, json) =>
            {
                json.WriteNumber("filters", layer.Filters);
                json.WriteInts("kernel_size", layer.KernelSize.Rows, layer.KernelSize.Columns);
                json.WriteInts("strides", layer.Strides.Rows, layer.Strides.Columns);
                json.WritePadding(layer.Padding);
                json.WriteInts("dilation_rate", layer.DilationRate.Rows, layer.DilationRate.Columns);
                json.WriteNumber("depth_multiplier", layer.DepthMultiplier);
                json.WriteInitializer("depthwise_initializer", layer.DepthwiseInitializer);
                json.WriteRegularizer("depthwise_regularizer", layer.DepthwiseRegularizer);
                json.WriteConstraint("depthwise_constraint", layer.DepthwiseConstraint);
                json.WriteInitializer("pointwise_initializer", layer.PointwiseInitializer);
                json.WriteRegularizer("pointwise_regularizer", layer.PointwiseRegularizer);
                json.WriteConstraint("pointwise_constraint", layer.PointwiseConstraint);
                WriteCommon(layer, json);
            }),
    ];

    private static void Check(ConfigReader options)
    {
        options.CheckChannelsLast();
        options.Unsupported("lora_rank", "lora_alpha", "quantization_config");
    }

    private static void WriteCommon(ConvolutionLayer layer, Utf8JsonWriter json)
    {
        json.WriteChannelsLast();
        json.WriteString("activation", layer.Activation.Name);
        json.WriteBoolean("use_bias", layer.UseBias);
        json.WriteInitializer("bias_initializer", layer.BiasInitializer);
        json.WriteRegularizer("bias_regularizer", layer.BiasRegularizer);
        json.WriteConstraint("bias_constraint", layer.BiasConstraint);
    }
}
