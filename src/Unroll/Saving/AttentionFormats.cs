using System.Text.Json;

namespace Unroll;

/// <summary>The options of the attention layers, as Keras 3 names them. Whether they look back only is an argument of the call.</summary>
internal static class AttentionFormats
{
    public static readonly LayerFormat[] All =
    [
        new LayerFormat<Attention>(
            "Attention",
            (name, options) =>
            {
                options.Ignore("seed");
                return new Attention
                {
                    Name = name,
                    UseScale = options.Bool("use_scale", false),
                    ScoreMode = options.TextOrNull("score_mode") switch
                    {
                        null or "dot" => ScoreMode.Dot,
                        "concat" => ScoreMode.Concat,
                        _ => options.Wrong<ScoreMode>("score_mode", options.Required("score_mode"), "dot or concat"),
                    },
                    Dropout = options.Float("dropout", 0),
                    UseCausalMask = options.Arguments.UseCausalMask,
                };
            },
            (layer, json) =>
            {
                json.WriteBoolean("use_scale", layer.UseScale);
                json.WriteString("score_mode", layer.ScoreMode == ScoreMode.Dot ? "dot" : "concat");
                json.WriteNumber("dropout", layer.Dropout);
                json.WriteNulls("seed");
            })
        { Form = CallForm.List },
        new LayerFormat<AdditiveAttention>(
            "AdditiveAttention",
            (name, options) =>
            {
                options.Ignore("seed");
                return new AdditiveAttention
                {
                    Name = name,
                    UseScale = options.Bool("use_scale", true),
                    Dropout = options.Float("dropout", 0),
                    UseCausalMask = options.Arguments.UseCausalMask,
                };
            },
            (layer, json) =>
            {
                json.WriteBoolean("use_scale", layer.UseScale);
                json.WriteNumber("dropout", layer.Dropout);
                json.WriteNulls("seed");
            })
        { Form = CallForm.List },
        new LayerFormat<MultiHeadAttention>("MultiHeadAttention", ReadHeads, WriteHeads) { Form = CallForm.Separate },
    ];

    private static MultiHeadAttention ReadHeads(string name, ConfigReader options)
    {
        options.Ignore("seed", "flash_attention");
        int[] outputs = options.Axes("output_shape");
        if (outputs.Length > 1 && !MultiHeadAttention.Fits(outputs)) options.Wrong<int>("output_shape", options.Required("output_shape"), "a few axes of 1 or more");
        return new MultiHeadAttention(options.Size("num_heads"), options.Size("key_dim"))
        {
            Name = name,
            ValueDimension = options.TryGet("value_dim", out _) ? options.Size("value_dim") : null,
            Outputs = outputs.Length == 1 ? outputs[0] : null,
            OutputAxes = outputs.Length > 1 ? outputs : null,
            AttentionAxes = options.TryGet("attention_axes", out _) ? options.Axes("attention_axes") : null,
            SlidingWindow = options.TryGet("sliding_window", out _) ? options.Size("sliding_window") : null,
            UseGate = options.Bool("use_gate", false),
            Dropout = options.Float("dropout", 0),
            UseBias = options.Bool("use_bias", true),
            UseCausalMask = options.Arguments.UseCausalMask,
            KernelInitializer = options.Initializer("kernel_initializer", Initializer.GlorotUniform),
            BiasInitializer = options.Initializer("bias_initializer", Initializer.Zeros),
            KernelRegularizer = options.Regularizer("kernel_regularizer"),
            BiasRegularizer = options.Regularizer("bias_regularizer"),
            KernelConstraint = options.Constraint("kernel_constraint"),
            BiasConstraint = options.Constraint("bias_constraint"),
        };
    }

    private static void WriteHeads(MultiHeadAttention layer, Utf8JsonWriter json)
    {
        json.WriteNumber("num_heads", layer.Heads);
        json.WriteNumber("key_dim", layer.KeyDimension);
        json.WriteNumber("value_dim", layer.HeadWidth);
        json.WriteNumber("dropout", layer.Dropout);
        json.WriteBoolean("use_bias", layer.UseBias);
        if (layer.OutputAxes is { } axes) json.WriteInts("output_shape", axes);
        else if (layer.Outputs is { } outputs) json.WriteInts("output_shape", outputs);
        else json.WriteNull("output_shape");
        json.WriteInts("attention_axes", layer.OwnAxes);
        json.WriteBoolean("use_gate", layer.UseGate);
        if (layer.SlidingWindow is { } window) json.WriteNumber("sliding_window", window);
        else json.WriteNulls("sliding_window");
        json.WriteInitializer("kernel_initializer", layer.KernelInitializer);
        json.WriteInitializer("bias_initializer", layer.BiasInitializer);
        json.WriteRegularizer("kernel_regularizer", layer.KernelRegularizer);
        json.WriteRegularizer("bias_regularizer", layer.BiasRegularizer);
        json.WriteConstraint("kernel_constraint", layer.KernelConstraint);
        json.WriteConstraint("bias_constraint", layer.BiasConstraint);
        json.WriteNulls("seed");
    }
}
