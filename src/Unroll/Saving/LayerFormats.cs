using System.Text.Json;

namespace Unroll;

/// <summary>The options of each class of layer, as Keras 3 names them. The writers write what a reader of Keras expects, the readers refuse what is not supported.</summary>
internal static class LayerFormats
{
    public static readonly LayerFormat Input = new LayerFormat<InputLayer>(
        "InputLayer",
        (name, options) =>
        {
            options.Unsupported("sparse", "ragged", "optional");
            Shape shape = options.Shape(options.TryGet("batch_shape", out _) ? "batch_shape" : "batch_input_shape");
            return new InputLayer(shape) { Name = name, Type = options.ElementType(), BatchSize = shape[0] };
        },
        (layer, json) =>
        {
            json.WriteShape("batch_shape", layer.Shape);
            json.WriteString("dtype", layer.Type.KerasName());
            json.WriteBoolean("sparse", false);
            json.WriteBoolean("ragged", false);
            json.WriteBoolean("optional", false);
        });

    public static readonly LayerFormat Embedding = new LayerFormat<Embedding>(
        "Embedding",
        (name, options) =>
        {
            options.Ignore("input_length");
            options.Unsupported("quantization_config", "lora_rank");
            return new Embedding(options.Size("input_dim"), options.Size("output_dim"))
            {
                Name = name,
                MaskZero = options.Bool("mask_zero", false),
                EmbeddingsInitializer = options.Initializer("embeddings_initializer", Initializer.RandomUniform),
                EmbeddingsRegularizer = options.Regularizer("embeddings_regularizer"),
                EmbeddingsConstraint = options.Constraint("embeddings_constraint"),
            };
        },
        (layer, json) =>
        {
            json.WriteNumber("input_dim", layer.Inputs);
            json.WriteNumber("output_dim", layer.Outputs);
            json.WriteInitializer("embeddings_initializer", layer.EmbeddingsInitializer);
            json.WriteRegularizer("embeddings_regularizer", layer.EmbeddingsRegularizer);
            json.WriteConstraint("embeddings_constraint", layer.EmbeddingsConstraint);
            json.WriteBoolean("mask_zero", layer.MaskZero);
        });

    public static readonly LayerFormat Dense = new LayerFormat<Dense>(
        "Dense",
        (name, options) =>
        {
            options.Unsupported("quantization_config", "lora_rank");
            return new Dense(options.Size("units"))
            {
                Name = name,
                Activation = options.Activation("activation", Unroll.Activation.Linear),
                UseBias = options.Bool("use_bias", true),
                KernelInitializer = options.Initializer("kernel_initializer", Initializer.GlorotUniform),
                BiasInitializer = options.Initializer("bias_initializer", Initializer.Zeros),
                KernelRegularizer = options.Regularizer("kernel_regularizer"),
                BiasRegularizer = options.Regularizer("bias_regularizer"),
                KernelConstraint = options.Constraint("kernel_constraint"),
                BiasConstraint = options.Constraint("bias_constraint"),
            };
        },
        (layer, json) =>
        {
            json.WriteNumber("units", layer.Units);
            json.WriteString("activation", layer.Activation.Name);
            json.WriteBoolean("use_bias", layer.UseBias);
            json.WriteInitializer("kernel_initializer", layer.KernelInitializer);
            json.WriteInitializer("bias_initializer", layer.BiasInitializer);
            json.WriteRegularizer("kernel_regularizer", layer.KernelRegularizer);
            json.WriteRegularizer("bias_regularizer", layer.BiasRegularizer);
            json.WriteConstraint("kernel_constraint", layer.KernelConstraint);
            json.WriteConstraint("bias_constraint", layer.BiasConstraint);
        });

    public static readonly LayerFormat Masking = new LayerFormat<Masking>(
        "Masking",
        (name, options) => new Masking { Name = name, MaskValue = options.Float("mask_value", 0) },
        (layer, json) => json.WriteNumber("mask_value", layer.MaskValue));

    public static readonly LayerFormat Activation = new LayerFormat<ActivationLayer>(
        "Activation",
        (name, options) => new ActivationLayer(options.Activation("activation", Unroll.Activation.Linear)) { Name = name },
        (layer, json) => json.WriteString("activation", layer.Activation.Name));

    /// <summary>Its value is no option but an argument of the call.</summary>
    public static readonly LayerFormat NotEqual = new LayerFormat<NotEqual>(
        "NotEqual",
        (name, options) => new NotEqual((float)(options.Arguments.Constant ?? 0)) { Name = name },
        (_, _) => { })
    { IsOperation = true };

    public static readonly LayerFormat Any = new LayerFormat<Any>(
        "Any",
        (name, options) =>
        {
            options.Unsupported("keepdims");
            if (options.TryGet("axis", out JsonElement axis) && !(axis.ValueKind == JsonValueKind.Number && axis.GetDouble() == -1)) options.Wrong<int>("axis", axis, "-1");
            return new Any { Name = name };
        },
        (_, json) =>
        {
            json.WriteNumber("axis", -1);
            json.WriteBoolean("keepdims", false);
        })
    { IsOperation = true };
}
