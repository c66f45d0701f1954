using System.Text.Json;

namespace Unroll;

public abstract partial class Loss
{
    private const string Known = "Known are categorical_crossentropy and sparse_categorical_crossentropy.";

    /// <summary>The loss of a Keras name, in snake_case or as the class is called.</summary>
    /// <exception cref="ArgumentException">The name is unknown.</exception>
    public static Loss FromName(string name) => Find(name) ?? Throw.Argument<Loss>($"Loss '{name}' is unknown. {Known}", nameof(name));

    /// <summary>The loss of a Keras name; null if it is unknown.</summary>
    internal static Loss? Find(string name) => name switch
    {
        "categorical_crossentropy" or "CategoricalCrossentropy" => CategoricalCrossentropy,
        "sparse_categorical_crossentropy" or "SparseCategoricalCrossentropy" => SparseCategoricalCrossentropy,
        _ => null,
    };

    /// <summary>Builds a loss from Keras's class name and config. Options that are missing keep Keras's defaults.</summary>
    /// <exception cref="ModelConfigException">The class or an option is unknown.</exception>
    internal static Loss FromConfig(string className, JsonElement config)
    {
        Reduction reduction = config.ValueKind == JsonValueKind.Object && config.TryGetProperty("reduction", out _)
            ? ReductionNames.Parse(KerasConfig.String(config, "reduction"))
            : Reduction.SumOverBatchSize;
        bool fromLogits = KerasConfig.Bool(config, "from_logits", false);
        string? name = KerasConfig.String(config, "name");
        KerasConfig.RequireLastAxis(config);
        return className switch
        {
            "CategoricalCrossentropy" => new CategoricalCrossentropy
            {
                Name = name ?? "categorical_crossentropy",
                Reduction = reduction,
                FromLogits = fromLogits,
                LabelSmoothing = KerasConfig.Double(config, "label_smoothing", 0),
            },
            "SparseCategoricalCrossentropy" => new SparseCategoricalCrossentropy
            {
                Name = name ?? "sparse_categorical_crossentropy",
                Reduction = reduction,
                FromLogits = fromLogits,
                IgnoreClass = KerasConfig.Int(config, "ignore_class"),
            },
            _ => Throw.Config<Loss>($"Loss '{className}' is unknown. {Known}"),
        };
    }
}
