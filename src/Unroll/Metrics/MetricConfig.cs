using System.Text.Json;

namespace Unroll;

public abstract partial class Metric
{
    private const string Known =
        "Known are accuracy, categorical_accuracy, sparse_categorical_accuracy, binary_accuracy, categorical_crossentropy and sparse_categorical_crossentropy.";

    /// <summary>The metric of a Keras name, in snake_case or as the class is called.</summary>
    /// <exception cref="ArgumentException">The name is unknown.</exception>
    public static Metric FromName(string name) => Find(name) ?? Throw.Argument<Metric>($"Metric '{name}' is unknown. {Known}", nameof(name));

    /// <summary>The metric of a Keras name; null if it is unknown.</summary>
    internal static Metric? Find(string name) => name switch
    {
        "accuracy" or "acc" or "Accuracy" => Accuracy,
        "categorical_accuracy" or "CategoricalAccuracy" => CategoricalAccuracy,
        "sparse_categorical_accuracy" or "SparseCategoricalAccuracy" => SparseCategoricalAccuracy,
        "binary_accuracy" or "BinaryAccuracy" => BinaryAccuracy,
        "categorical_crossentropy" or "CategoricalCrossentropy" => CategoricalCrossentropy,
        "sparse_categorical_crossentropy" or "SparseCategoricalCrossentropy" => SparseCategoricalCrossentropy,
        _ => null,
    };

    /// <summary>Builds a metric from Keras's class name and config. Options that are missing keep Keras's defaults.</summary>
    /// <exception cref="ModelConfigException">The class or an option is unknown.</exception>
    internal static Metric FromConfig(string className, JsonElement config)
    {
        string? name = KerasConfig.String(config, "name");
        return className switch
        {
            "Accuracy" => new Accuracy { Name = name ?? Accuracy.Name },
            "CategoricalAccuracy" => new CategoricalAccuracy { Name = name ?? CategoricalAccuracy.Name },
            "SparseCategoricalAccuracy" => new SparseCategoricalAccuracy { Name = name ?? SparseCategoricalAccuracy.Name },
            "BinaryAccuracy" => new BinaryAccuracy { Name = name ?? BinaryAccuracy.Name, Threshold = KerasConfig.Double(config, "threshold", 0.5) },
            "CategoricalCrossentropy" or "SparseCategoricalCrossentropy" => new LossMetric(Loss.FromConfig(className, config)),
            _ => Throw.Config<Metric>($"Metric '{className}' is unknown. {Known}"),
        };
    }
}
