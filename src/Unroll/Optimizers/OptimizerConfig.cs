using System.Text.Json;

namespace Unroll;

public abstract partial class Optimizer
{
    private const string Known = "Known are Adadelta, Adafactor, Adagrad, Adam, AdamW, Adamax, Ftrl, Lamb, Lion, Muon, Nadam, RMSprop and SGD.";

    /// <summary>Builds an optimizer from Keras's class name, in any case as Keras takes it, and config. Options that are missing keep Keras's defaults.</summary>
    /// <exception cref="ModelConfigException">The class or an option is unknown or not supported.</exception>
    internal static Optimizer FromConfig(string className, JsonElement config)
    {
        Optimizer optimizer = Create(className, config) ?? Throw.Config<Optimizer>($"Optimizer '{className}' is unknown. {Known}");
        optimizer._options = optimizer._options.Read(config, $"Optimizer {className}");
        return optimizer;
    }

    /// <summary>A new optimizer of the class with its own options; null if the class is unknown.</summary>
    private static Optimizer? Create(string className, JsonElement config)
    {
        double beta1 = KerasConfig.Double(config, "beta_1", 0.9);
        double epsilon = KerasConfig.Double(config, "epsilon", 1e-7);
        double momentum = KerasConfig.Double(config, "momentum", 0);
        bool amsGrad = KerasConfig.Bool(config, "amsgrad", false);
        double start = KerasConfig.Double(config, "initial_accumulator_value", 0.1);
        return className.ToUpperInvariant() switch
        {
            "SGD" => new Sgd { Momentum = momentum, Nesterov = KerasConfig.Bool(config, "nesterov", false) },
            "RMSPROP" => new RmsProp { Rho = KerasConfig.Double(config, "rho", 0.9), Momentum = momentum, Epsilon = epsilon, Centered = KerasConfig.Bool(config, "centered", false) },
            "ADAM" => new Adam { Beta1 = beta1, Beta2 = Beta2(0.999), Epsilon = epsilon, AmsGrad = amsGrad },
            "ADAMW" => new AdamW { Beta1 = beta1, Beta2 = Beta2(0.999), Epsilon = epsilon, AmsGrad = amsGrad },
            "ADAMAX" => new Adamax { Beta1 = beta1, Beta2 = Beta2(0.999), Epsilon = epsilon },
            "NADAM" => new Nadam { Beta1 = beta1, Beta2 = Beta2(0.999), Epsilon = epsilon },
            "LAMB" => new Lamb { Beta1 = beta1, Beta2 = Beta2(0.999), Epsilon = epsilon },
            "LION" => new Lion { Beta1 = beta1, Beta2 = Beta2(0.99) },
            "ADAGRAD" => new Adagrad { InitialAccumulatorValue = start, Epsilon = epsilon },
            "ADADELTA" => new Adadelta { Rho = KerasConfig.Double(config, "rho", 0.95), Epsilon = epsilon },
            "ADAFACTOR" => ReadAdafactor(config),
            "MUON" => ReadMuon(config),
            "FTRL" => new Ftrl
            {
                LearningRatePower = KerasConfig.Double(config, "learning_rate_power", -0.5),
                InitialAccumulatorValue = start,
                L1 = KerasConfig.Double(config, "l1_regularization_strength", 0),
                L2 = KerasConfig.Double(config, "l2_regularization_strength", 0),
                L2Shrinkage = KerasConfig.Double(config, "l2_shrinkage_regularization_strength", 0),
                Beta = KerasConfig.Double(config, "beta", 0),
            },
            _ => null,
        };

        double Beta2(double absent) => KerasConfig.Double(config, "beta_2", absent);
    }

    private static Adafactor ReadAdafactor(JsonElement config) => new()
    {
        Beta2Decay = KerasConfig.Double(config, "beta_2_decay", -0.8),
        Epsilon1 = KerasConfig.Double(config, "epsilon_1", 1e-30),
        Epsilon2 = KerasConfig.Double(config, "epsilon_2", 1e-3),
        ClipThreshold = KerasConfig.Double(config, "clip_threshold", 1),
        RelativeStep = KerasConfig.Bool(config, "relative_step", true),
    };

    private static Muon ReadMuon(JsonElement config)
    {
        int iterations = KerasConfig.Int(config, "ns_steps") ?? 5;
        if (iterations is < 0 or > Muon.MostIterations)
            Throw.Config($"Optimizer Muon: 'ns_steps' must be from 0 to {Muon.MostIterations}, but is {iterations}.");
        try
        {
            return new Muon
            {
                AdamBeta1 = KerasConfig.Double(config, "adam_beta_1", 0.9),
                AdamBeta2 = KerasConfig.Double(config, "adam_beta_2", 0.999),
                AdamWeightDecay = OptimizerOptions.Number(config, "adam_weight_decay", 0.004),
                AdamRateRatio = KerasConfig.Double(config, "adam_lr_ratio", 1),
                Epsilon = KerasConfig.Double(config, "epsilon", 1e-7),
                ExcludeLayers = Patterns(config),
                ExcludeEmbeddings = KerasConfig.Bool(config, "exclude_embeddings", true),
                A = KerasConfig.Double(config, "muon_a", 3.4445),
                B = KerasConfig.Double(config, "muon_b", -4.7750),
                C = KerasConfig.Double(config, "muon_c", 2.0315),
                Momentum = KerasConfig.Double(config, "momentum", 0.95),
                Iterations = iterations,
                Nesterov = KerasConfig.Bool(config, "nesterov", true),
                RmsRate = OptimizerOptions.Number(config, "rms_rate", 0.2),
            };
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return Throw.Config<Muon>($"Optimizer Muon: 'exclude_layers' must be regular expressions without groups that look around or back: {e.Message}");
        }
    }

    private static string[] Patterns(JsonElement config) => KerasConfig.Find(config, "exclude_layers") switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } list when list.EnumerateArray().All(static p => p.ValueKind == JsonValueKind.String) =>
            [.. list.EnumerateArray().Select(static p => p.GetString()!)],
        { } other => Throw.Config<string[]>($"Optimizer Muon: 'exclude_layers' must be a list of texts, but is {other.GetRawText()}."),
    };
}
