using System.Text.Json;

namespace Unroll;

/// <summary>The options that all optimizers have, as Keras's <c>Optimizer</c> has them.</summary>
internal sealed record OptimizerOptions
{
    public double LearningRate { get; init; } = 0.001;

    public LearningRateSchedule? Schedule { get; init; }

    public double? WeightDecay { get; init; }

    public double? ClipNorm { get; init; }

    public double? GlobalClipNorm { get; init; }

    public double? ClipValue { get; init; }

    public bool UseEma { get; init; }

    public double EmaMomentum { get; init; } = 0.99;

    public int? EmaOverwriteFrequency { get; init; }

    public int? GradientAccumulationSteps { get; init; }

    public double? LossScaleFactor { get; init; }

    /// <summary>Reads them; what is missing stays as it is here.</summary>
    /// <param name="config">The optimizer's options.</param>
    /// <param name="owner">What errors call the optimizer.</param>
    public OptimizerOptions Read(JsonElement config, string owner)
    {
        JsonElement? rate = KerasConfig.Find(config, "learning_rate");
        bool scheduled = rate?.ValueKind == JsonValueKind.Object;
        OptimizerOptions options = this with
        {
            LearningRate = scheduled ? LearningRate : KerasConfig.Double(config, "learning_rate", LearningRate),
            Schedule = scheduled ? LearningRateSchedule.FromConfig(rate!.Value) : Schedule,
            WeightDecay = Number(config, "weight_decay", WeightDecay),
            ClipNorm = Number(config, "clipnorm", ClipNorm),
            GlobalClipNorm = Number(config, "global_clipnorm", GlobalClipNorm),
            ClipValue = Number(config, "clipvalue", ClipValue),
            UseEma = KerasConfig.Bool(config, "use_ema", UseEma),
            EmaMomentum = KerasConfig.Double(config, "ema_momentum", EmaMomentum),
            EmaOverwriteFrequency = KerasConfig.Int(config, "ema_overwrite_frequency") ?? EmaOverwriteFrequency,
            LossScaleFactor = Number(config, "loss_scale_factor", LossScaleFactor),
            GradientAccumulationSteps = KerasConfig.Int(config, "gradient_accumulation_steps") ?? GradientAccumulationSteps,
        };
        return options.Problem() is { } problem ? Throw.Config<OptimizerOptions>($"{owner}: {problem}") : options;
    }

    /// <summary>What of the options doesn't fit together; null if all does.</summary>
    public string? Problem()
    {
        if (new[] { ClipNorm, GlobalClipNorm, ClipValue }.Count(c => c is not null) > 1)
            return "only one of clipnorm, global_clipnorm and clipvalue can be set. Choose one.";
        if (UseEma && EmaMomentum is not (>= 0 and <= 1))
            return $"'ema_momentum' must be from 0 to 1, but is {EmaMomentum.ToString(System.Globalization.CultureInfo.InvariantCulture)}.";
        if (EmaOverwriteFrequency < 1)
            return $"'ema_overwrite_frequency' must be 1 or more, but is {EmaOverwriteFrequency}.";
        if (LossScaleFactor <= 0 || (LossScaleFactor is { } scale && !double.IsFinite(scale)))
            return $"'loss_scale_factor' must be above 0, but is {LossScaleFactor.Value.ToString(System.Globalization.CultureInfo.InvariantCulture)}.";
        return GradientAccumulationSteps < 2 ? $"'gradient_accumulation_steps' must be 2 or more, but is {GradientAccumulationSteps}." : null;
    }

    /// <summary>Keras's options by their Keras names, in Keras's order.</summary>
    public Dictionary<string, object?> Config(string name) => new()
    {
        ["name"] = name,
        ["learning_rate"] = (object?)Schedule ?? LearningRate,
        ["weight_decay"] = WeightDecay,
        ["clipnorm"] = ClipNorm,
        ["global_clipnorm"] = GlobalClipNorm,
        ["clipvalue"] = ClipValue,
        ["use_ema"] = UseEma,
        ["ema_momentum"] = EmaMomentum,
        ["ema_overwrite_frequency"] = EmaOverwriteFrequency,
        ["loss_scale_factor"] = LossScaleFactor,
        ["gradient_accumulation_steps"] = GradientAccumulationSteps,
    };

    /// <summary>A config that says null means none, even where the optimizer has a default.</summary>
    public static double? Number(JsonElement config, string name, double? absent) =>
        KerasConfig.Find(config, name) is not null ? KerasConfig.Double(config, name, 0)
        : config.ValueKind == JsonValueKind.Object && config.TryGetProperty(name, out _) ? null : absent;
}
