using System.Text.Json;

namespace Unroll;

public abstract partial class Loss
{
    private const string Known =
        "Known are binary_crossentropy, binary_focal_crossentropy, categorical_crossentropy, categorical_focal_crossentropy, categorical_hinge, cosine_similarity, ctc, "
        + "hinge, huber, kl_divergence, log_cosh, mean_absolute_error, mean_absolute_percentage_error, mean_squared_error, mean_squared_logarithmic_error, "
        + "poisson, sparse_categorical_crossentropy and squared_hinge. Register a class of your own with CustomLoss.Register.";

    /// <summary>The loss of a Keras name, in snake_case, as the class is called, or short (<c>mse</c>).</summary>
    /// <exception cref="ArgumentException">The name is unknown.</exception>
    public static Loss FromName(string name) => Find(name) ?? Throw.Argument<Loss>($"Loss '{name}' is unknown. {Known}", nameof(name));

    /// <summary>The loss of a Keras name; null if it is unknown.</summary>
    internal static Loss? Find(string name) => name switch
    {
        "categorical_crossentropy" or "CategoricalCrossentropy" => CategoricalCrossentropy,
        "sparse_categorical_crossentropy" or "SparseCategoricalCrossentropy" => SparseCategoricalCrossentropy,
        "binary_crossentropy" or "BinaryCrossentropy" or "bce" or "BCE" => BinaryCrossentropy,
        "binary_focal_crossentropy" or "BinaryFocalCrossentropy" => BinaryFocalCrossentropy,
        "categorical_focal_crossentropy" or "CategoricalFocalCrossentropy" => CategoricalFocalCrossentropy,
        "mean_squared_error" or "MeanSquaredError" or "mse" or "MSE" => MeanSquaredError,
        "mean_absolute_error" or "MeanAbsoluteError" or "mae" or "MAE" => MeanAbsoluteError,
        "mean_absolute_percentage_error" or "MeanAbsolutePercentageError" or "mape" or "MAPE" => MeanAbsolutePercentageError,
        "mean_squared_logarithmic_error" or "MeanSquaredLogarithmicError" or "msle" or "MSLE" => MeanSquaredLogarithmicError,
        "huber" or "Huber" => Huber,
        "log_cosh" or "LogCosh" or "logcosh" => LogCosh,
        "cosine_similarity" or "CosineSimilarity" => CosineSimilarity,
        "hinge" or "Hinge" => Hinge,
        "squared_hinge" or "SquaredHinge" => SquaredHinge,
        "categorical_hinge" or "CategoricalHinge" => CategoricalHinge,
        "kl_divergence" or "KLDivergence" or "kld" or "KLD" => KLDivergence,
        "poisson" or "Poisson" => Poisson,
        "ctc" or "CTC" => Ctc,
        _ => null,
    };

    /// <summary>Builds a loss from Keras's class name and config. Options that are missing keep Keras's defaults.</summary>
    /// <exception cref="ModelConfigException">The class or an option is unknown.</exception>
    internal static Loss FromConfig(string className, JsonElement config) =>
        TryFromConfig(className, config) ?? Throw.Config<Loss>($"Loss '{className}' is unknown. {Known}");

    /// <summary>The same; null where the class is unknown.</summary>
    internal static Loss? TryFromConfig(string className, JsonElement config)
    {
        KerasConfig.RequireLastAxis(config);
        if (Create(className, config) is not { } loss)
            return null;
        loss._name = KerasConfig.String(config, "name") ?? loss._name;
        if (config.ValueKind == JsonValueKind.Object && config.TryGetProperty("reduction", out _))
            loss._reduction = ReductionNames.Parse(KerasConfig.String(config, "reduction"));
        return loss;
    }

    /// <summary>A new loss of the class with its own options; null if the class is unknown.</summary>
    private static Loss? Create(string className, JsonElement config)
    {
        bool fromLogits = KerasConfig.Bool(config, "from_logits", false);
        double smoothing = KerasConfig.Double(config, "label_smoothing", 0);
        return className switch
        {
            "CategoricalCrossentropy" => new CategoricalCrossentropy { FromLogits = fromLogits, LabelSmoothing = smoothing },
            "SparseCategoricalCrossentropy" => new SparseCategoricalCrossentropy { FromLogits = fromLogits, IgnoreClass = KerasConfig.Int(config, "ignore_class") },
            "BinaryCrossentropy" => new BinaryCrossentropy { FromLogits = fromLogits, LabelSmoothing = smoothing },
            "BinaryFocalCrossentropy" => new BinaryFocalCrossentropy
            {
                FromLogits = fromLogits,
                LabelSmoothing = smoothing,
                ApplyClassBalancing = KerasConfig.Bool(config, "apply_class_balancing", false),
                Alpha = KerasConfig.Double(config, "alpha", 0.25),
                Gamma = KerasConfig.Double(config, "gamma", 2),
            },
            "CategoricalFocalCrossentropy" => new CategoricalFocalCrossentropy
            {
                FromLogits = fromLogits,
                LabelSmoothing = smoothing,
                Alpha = KerasConfig.Double(config, "alpha", 0.25),
                Gamma = KerasConfig.Double(config, "gamma", 2),
            },
            "MeanSquaredError" => new MeanSquaredError(),
            "MeanAbsoluteError" => new MeanAbsoluteError(),
            "MeanAbsolutePercentageError" => new MeanAbsolutePercentageError(),
            "MeanSquaredLogarithmicError" => new MeanSquaredLogarithmicError(),
            "Huber" => new Huber { Delta = KerasConfig.Double(config, "delta", 1) },
            "LogCosh" => new LogCosh(),
            "CosineSimilarity" => new CosineSimilarity(),
            "Hinge" => new Hinge(),
            "SquaredHinge" => new SquaredHinge(),
            "CategoricalHinge" => new CategoricalHinge(),
            "KLDivergence" => new KLDivergence(),
            "Poisson" => new Poisson(),
            "CTC" => new Ctc(),
            _ => CustomLoss.Make(className, config),
        };
    }
}
