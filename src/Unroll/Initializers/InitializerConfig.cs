using System.Text.Json;

namespace Unroll;

public abstract partial class Initializer
{
    /// <summary>Builds an initializer from Keras's class name and config. Options that are missing keep Keras's defaults.</summary>
    /// <exception cref="ModelConfigException">The class is unknown.</exception>
    internal static Initializer FromConfig(string className, JsonElement config)
    {
        long? seed = KerasConfig.Long(config, "seed");
        return className switch
        {
            "Zeros" => Zeros,
            "Ones" => Ones,
            "Constant" => new Constant(KerasConfig.Double(config, "value", 0)),
            "RandomUniform" => new RandomUniform(KerasConfig.Double(config, "minval", -0.05), KerasConfig.Double(config, "maxval", 0.05)) { Seed = seed },
            "RandomNormal" => new RandomNormal(KerasConfig.Double(config, "mean", 0), KerasConfig.Double(config, "stddev", 0.05)) { Seed = seed },
            "TruncatedNormal" => new TruncatedNormal(KerasConfig.Double(config, "mean", 0), KerasConfig.Double(config, "stddev", 0.05)) { Seed = seed },
            "GlorotUniform" => new GlorotUniform { Seed = seed },
            "GlorotNormal" => new GlorotNormal { Seed = seed },
            "HeUniform" => new HeUniform { Seed = seed },
            "HeNormal" => new HeNormal { Seed = seed },
            "LecunUniform" => new LecunUniform { Seed = seed },
            "LecunNormal" => new LecunNormal { Seed = seed },
            "Orthogonal" or "OrthogonalInitializer" => new Orthogonal(KerasConfig.Double(config, "gain", 1)) { Seed = seed },
            "Identity" or "IdentityInitializer" => new Identity(KerasConfig.Double(config, "gain", 1)),
            _ => Throw.Config<Initializer>(
                $"Initializer '{className}' is unknown. Known are Zeros, Ones, Constant, RandomUniform, RandomNormal, TruncatedNormal, "
                + "GlorotUniform, GlorotNormal, HeUniform, HeNormal, LecunUniform, LecunNormal, Orthogonal, Identity."),
        };
    }
}
