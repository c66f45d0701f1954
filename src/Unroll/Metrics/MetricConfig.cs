using System.Collections.Concurrent;
using System.Text.Json;

namespace Unroll;

public abstract partial class Metric
{
    private const string Known =
        "Known are accuracy, categorical_accuracy, sparse_categorical_accuracy, binary_accuracy, top_k_categorical_accuracy, sparse_top_k_categorical_accuracy, "
        + "precision, recall, auc, true_positives, false_positives, true_negatives, false_negatives, f1_score, fbeta_score, r2_score, root_mean_squared_error and the names of the losses; "
        + "from a config also SensitivityAtSpecificity, SpecificityAtSensitivity, PrecisionAtRecall and RecallAtPrecision.";

    private static readonly ConcurrentDictionary<string, Metric> s_named = new(StringComparer.Ordinal);

    /// <summary>The metric of a Keras name, in snake_case, as the class is called, or short (<c>mae</c>). A short name is also its name in histories.</summary>
    /// <exception cref="ArgumentException">The name is unknown.</exception>
    public static Metric FromName(string name) => Find(name) ?? Throw.Argument<Metric>($"Metric '{name}' is unknown. {Known}", nameof(name));

    /// <summary>The metric of a Keras name, the same each time; null if it is unknown.</summary>
    internal static Metric? Find(string name) => name switch
    {
        "accuracy" or "Accuracy" => Accuracy,
        "categorical_accuracy" or "CategoricalAccuracy" => CategoricalAccuracy,
        "sparse_categorical_accuracy" or "SparseCategoricalAccuracy" => SparseCategoricalAccuracy,
        "binary_accuracy" or "BinaryAccuracy" => BinaryAccuracy,
        "categorical_crossentropy" or "CategoricalCrossentropy" => CategoricalCrossentropy,
        "sparse_categorical_crossentropy" or "SparseCategoricalCrossentropy" => SparseCategoricalCrossentropy,
        "binary_crossentropy" or "BinaryCrossentropy" => BinaryCrossentropy,
        "mean_squared_error" or "MeanSquaredError" => MeanSquaredError,
        "root_mean_squared_error" or "RootMeanSquaredError" => RootMeanSquaredError,
        "mean_absolute_error" or "MeanAbsoluteError" => MeanAbsoluteError,
        "mean_absolute_percentage_error" or "MeanAbsolutePercentageError" => MeanAbsolutePercentageError,
        "r2_score" or "R2Score" => R2Score,
        "precision" or "Precision" => Precision,
        "recall" or "Recall" => Recall,
        "auc" or "AUC" => Auc,
        _ => s_named.TryGetValue(name, out Metric? named) ? named : Make(name) is { } made ? s_named.GetOrAdd(name, made) : null,
    };

    private static Metric? Make(string name) => name switch
    {
        "acc" => new Accuracy { Name = name },
        "top_k_categorical_accuracy" or "TopKCategoricalAccuracy" => new TopKCategoricalAccuracy(),
        "sparse_top_k_categorical_accuracy" or "SparseTopKCategoricalAccuracy" => new SparseTopKCategoricalAccuracy(),
        "true_positives" or "TruePositives" => new TruePositives(),
        "false_positives" or "FalsePositives" => new FalsePositives(),
        "true_negatives" or "TrueNegatives" => new TrueNegatives(),
        "false_negatives" or "FalseNegatives" => new FalseNegatives(),
        "f1_score" or "F1Score" => new F1Score(),
        "fbeta_score" or "FBetaScore" => new FBetaScore(),
        _ => Loss.Find(name) is { IsOfSequences: false } loss ? new LossMetric(loss) { Name = name == loss.ClassName ? loss.Name : name } : null,
    };

    /// <summary>Builds a metric from Keras's class name and config. Options that are missing keep Keras's defaults.</summary>
    /// <exception cref="ModelConfigException">The class or an option is unknown.</exception>
    internal static Metric FromConfig(string className, JsonElement config)
    {
        Metric metric = Create(className, config) ?? Throw.Config<Metric>($"Metric '{className}' is unknown. {Known}");
        metric._name = KerasConfig.String(config, "name") ?? metric._name;
        return metric;
    }

    /// <summary>A new metric of the class with its own options; null if the class is unknown.</summary>
    private static Metric? Create(string className, JsonElement config) => className switch
    {
        "Accuracy" => new Accuracy(),
        "CategoricalAccuracy" => new CategoricalAccuracy(),
        "SparseCategoricalAccuracy" => new SparseCategoricalAccuracy(),
        "BinaryAccuracy" => new BinaryAccuracy { Threshold = KerasConfig.Double(config, "threshold", 0.5) },
        "TopKCategoricalAccuracy" => new TopKCategoricalAccuracy { K = KerasConfig.Int(config, "k") ?? 5 },
        "SparseTopKCategoricalAccuracy" => new SparseTopKCategoricalAccuracy { K = KerasConfig.Int(config, "k") ?? 5 },
        "Precision" => new Precision { Thresholds = Thresholds(config), TopK = KerasConfig.Int(config, "top_k"), ClassId = KerasConfig.Int(config, "class_id") },
        "Recall" => new Recall { Thresholds = Thresholds(config), TopK = KerasConfig.Int(config, "top_k"), ClassId = KerasConfig.Int(config, "class_id") },
        "TruePositives" => new TruePositives { Thresholds = Thresholds(config) },
        "FalsePositives" => new FalsePositives { Thresholds = Thresholds(config) },
        "TrueNegatives" => new TrueNegatives { Thresholds = Thresholds(config) },
        "FalseNegatives" => new FalseNegatives { Thresholds = Thresholds(config) },
        "AUC" => ReadAuc(config),
        "SensitivityAtSpecificity" or "SpecificityAtSensitivity" or "PrecisionAtRecall" or "RecallAtPrecision" => ReadOperatingPoint(className, config),
        "F1Score" => new F1Score { Average = Average(config), Threshold = Threshold(config) },
        "FBetaScore" => new FBetaScore { Average = Average(config), Threshold = Threshold(config), Beta = KerasConfig.Double(config, "beta", 1) },
        "R2Score" => new R2Score { ClassAggregation = Aggregation(config), NumRegressors = KerasConfig.Int(config, "num_regressors") ?? 0 },
        "RootMeanSquaredError" => new RootMeanSquaredError(),
        _ => Loss.TryFromConfig(className == "LogCoshError" ? "LogCosh" : className, config) is { IsOfSequences: false } loss ? new LossMetric(loss) : null,
    };

    private static Auc ReadAuc(JsonElement config)
    {
        int thresholds = KerasConfig.Int(config, "num_thresholds") ?? 200;
        return new Auc
        {
            NumThresholds = thresholds > 1 ? thresholds : Throw.Config<int>($"Metric AUC: 'num_thresholds' must be 2 or more, but is {thresholds}."),
            Curve = KerasConfig.String(config, "curve") switch
            {
                null or "ROC" or "roc" => AucCurve.Roc,
                "PR" or "pr" => AucCurve.PrecisionRecall,
                "PRGAIN" or "prgain" => AucCurve.PrecisionRecallGain,
                var other => Throw.Config<AucCurve>($"Metric AUC: curve '{other}' is unknown. Known are ROC, PR and PRGAIN."),
            },
            Summation = KerasConfig.String(config, "summation_method") switch
            {
                null or "interpolation" => AucSummation.Interpolation,
                "minoring" => AucSummation.Minoring,
                "majoring" => AucSummation.Majoring,
                var other => Throw.Config<AucSummation>($"Metric AUC: summation_method '{other}' is unknown. Known are interpolation, minoring and majoring."),
            },
            Thresholds = Numbers(config, "thresholds"),
            MultiLabel = KerasConfig.Bool(config, "multi_label", false),
            LabelWeights = Numbers(config, "label_weights"),
            FromLogits = KerasConfig.Bool(config, "from_logits", false),
        };
    }

    private static OperatingPointMetric ReadOperatingPoint(string className, JsonElement config)
    {
        int thresholds = KerasConfig.Int(config, "num_thresholds") ?? 200;
        if (thresholds is < 1 or > OperatingPointMetric.MostThresholds)
            Throw.Config($"Metric {className}: 'num_thresholds' must be from 1 to {OperatingPointMetric.MostThresholds}, but is {thresholds}.");
        int? id = KerasConfig.Int(config, "class_id");
        return className switch
        {
            "SensitivityAtSpecificity" => new SensitivityAtSpecificity(Rate("specificity")) { NumThresholds = thresholds, ClassId = id },
            "SpecificityAtSensitivity" => new SpecificityAtSensitivity(Rate("sensitivity")) { NumThresholds = thresholds, ClassId = id },
            "PrecisionAtRecall" => new PrecisionAtRecall(Rate("recall")) { NumThresholds = thresholds, ClassId = id },
            _ => new RecallAtPrecision(Rate("precision")) { NumThresholds = thresholds, ClassId = id },
        };

        double Rate(string option) => KerasConfig.Double(config, option, double.NaN) is >= 0 and <= 1 and double rate
            ? rate
            : Throw.Config<double>($"Metric {className} needs '{option}', a number from 0 to 1.");
    }

    private static ScoreAverage Average(JsonElement config) => KerasConfig.String(config, "average") switch
    {
        null => ScoreAverage.None,
        "micro" => ScoreAverage.Micro,
        "macro" => ScoreAverage.Macro,
        "weighted" => ScoreAverage.Weighted,
        var other => Throw.Config<ScoreAverage>($"'average' must be micro, macro, weighted or null, but is '{other}'."),
    };

    // Keras's None comes as null, and what is missing is the mean.
    private static R2Aggregation Aggregation(JsonElement config) => KerasConfig.String(config, "class_aggregation") switch
    {
        null => config.ValueKind == JsonValueKind.Object && config.TryGetProperty("class_aggregation", out _) ? R2Aggregation.None : R2Aggregation.Uniform,
        "uniform_average" => R2Aggregation.Uniform,
        "variance_weighted_average" => R2Aggregation.VarianceWeighted,
        var other => Throw.Config<R2Aggregation>($"'class_aggregation' must be uniform_average, variance_weighted_average or null, but is '{other}'."),
    };

    private static double? Threshold(JsonElement config) =>
        KerasConfig.Find(config, "threshold") is null ? null : KerasConfig.Double(config, "threshold", 0);

    private static double[]? Thresholds(JsonElement config) => Numbers(config, "thresholds");

    /// <summary>A number or an array of them, which Keras may have written as a tensor.</summary>
    private static double[]? Numbers(JsonElement config, string option) => KerasConfig.Find(config, option) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } one => [one.GetDouble()],
        { ValueKind: JsonValueKind.Array } several when several.GetArrayLength() > 0 && several.EnumerateArray().All(v => v.ValueKind == JsonValueKind.Number) =>
            [.. several.EnumerateArray().Select(v => v.GetDouble())],
        { ValueKind: JsonValueKind.Object } tensor when KerasConfig.Find(tensor, "config") is { } inner && KerasConfig.Find(inner, "value") is { ValueKind: JsonValueKind.Array } =>
            Numbers(inner, "value"),
        { } other => Throw.Config<double[]>($"'{option}' must be a number or numbers, but is {other.GetRawText()}."),
    };
}
