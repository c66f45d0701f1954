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
            "VarianceScaling" => ReadScaling(config, seed),
            "GlorotUniform" => new GlorotUniform { Seed = seed },
            "GlorotNormal" => new GlorotNormal { Seed = seed },
            "HeUniform" => new HeUniform { Seed = seed },
            "HeNormal" => new HeNormal { Seed = seed },
            "LecunUniform" => new LecunUniform { Seed = seed },
            "LecunNormal" => new LecunNormal { Seed = seed },
            "Orthogonal" or "OrthogonalInitializer" => new Orthogonal(KerasConfig.Double(config, "gain", 1)) { Seed = seed },
            "Identity" or "IdentityInitializer" => new Identity(KerasConfig.Double(config, "gain", 1)),
            _ => Throw.Config<Initializer>(
                $"Initializer '{className}' is unknown. Known are Zeros, Ones, Constant, RandomUniform, RandomNormal, TruncatedNormal, VarianceScaling, "
                + "GlorotUniform, GlorotNormal, HeUniform, HeNormal, LecunUniform, LecunNormal, Orthogonal, Identity."),
        };
    }

    private static VarianceScaling ReadScaling(JsonElement config, long? seed)
    {
        double scale = KerasConfig.Double(config, "scale", 1);
        if (!(scale > 0))
            Throw.Config($"'scale' must be above 0, but is {scale.ToString(System.Globalization.CultureInfo.InvariantCulture)}.");
        ScalingMode mode = KerasConfig.String(config, "mode") switch
        {
            null or "fan_in" => ScalingMode.FanIn,
            "fan_out" => ScalingMode.FanOut,
            "fan_avg" => ScalingMode.FanAverage,
            var other => Throw.Config<ScalingMode>($"'mode' must be fan_in, fan_out or fan_avg, but is '{other}'."),
        };
        ScalingDistribution distribution = KerasConfig.String(config, "distribution") switch
        {
            null or "truncated_normal" or "normal" => ScalingDistribution.TruncatedNormal,
            "untruncated_normal" => ScalingDistribution.UntruncatedNormal,
            "uniform" => ScalingDistribution.Uniform,
            var other => Throw.Config<ScalingDistribution>($"'distribution' must be truncated_normal, untruncated_normal or uniform, but is '{other}'."),
        };
        return new VarianceScaling(scale, mode, distribution) { Seed = seed };
    }
}
