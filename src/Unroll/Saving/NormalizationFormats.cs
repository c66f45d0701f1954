using System.Text.Json;

namespace Unroll;

/// <summary>The options of the normalising layers, as Keras 3 names them.</summary>
internal static class NormalizationFormats
{
    public static readonly LayerFormat[] All =
    [
        new LayerFormat<LayerNormalization>(
            "LayerNormalization",
            (name, options) => new LayerNormalization(options.Axes("axis", -1))
            {
                Name = name,
                Epsilon = options.Float("epsilon", 1e-3f),
                Center = options.Bool("center", true),
                Scale = options.Bool("scale", true),
                RmsScaling = options.Bool("rms_scaling", false),
                BetaInitializer = options.Initializer("beta_initializer", Initializer.Zeros),
                GammaInitializer = options.Initializer("gamma_initializer", Initializer.Ones),
                BetaRegularizer = options.Regularizer("beta_regularizer"),
                GammaRegularizer = options.Regularizer("gamma_regularizer"),
                BetaConstraint = options.Constraint("beta_constraint"),
                GammaConstraint = options.Constraint("gamma_constraint"),
            },
            (layer, json) =>
            {
                json.WriteInts("axis", layer.Axes);
                json.WriteNumber("epsilon", layer.Epsilon);
                json.WriteBoolean("center", layer.Center);
                json.WriteBoolean("scale", layer.Scale);
                json.WriteBoolean("rms_scaling", layer.RmsScaling);
                json.WriteInitializer("beta_initializer", layer.BetaInitializer);
                json.WriteInitializer("gamma_initializer", layer.GammaInitializer);
                json.WriteRegularizer("beta_regularizer", layer.BetaRegularizer);
                json.WriteRegularizer("gamma_regularizer", layer.GammaRegularizer);
                json.WriteConstraint("beta_constraint", layer.BetaConstraint);
                json.WriteConstraint("gamma_constraint", layer.GammaConstraint);
            }),
        new LayerFormat<BatchNormalization>("BatchNormalization", ReadBatch, WriteBatch),
        new LayerFormat<RmsNormalization>(
            "RMSNormalization",
            (name, options) => new RmsNormalization(options.Axes("axis", -1)) { Name = name, Epsilon = options.Float("epsilon", 1e-6f) },
            (layer, json) =>
            {
                json.WriteInts("axis", layer.Axes);
                json.WriteNumber("epsilon", layer.Epsilon);
            }),
        new LayerFormat<UnitNormalization>(
            "UnitNormalization",
            (name, options) => new UnitNormalization(options.Axes("axis", -1)) { Name = name },
            (layer, json) => json.WriteAxis(layer.Axes)),
    ];

    private static BatchNormalization ReadBatch(string name, ConfigReader options)
    {
        // One device sees the whole batch, so that there is nothing to synchronize.
        options.Ignore("synchronized", "fused", "virtual_batch_size");
        int[] axes = options.Axes("axis", -1);
        return new BatchNormalization
        {
            Name = name,
            Axis = axes.Length == 1 ? axes[0] : options.Wrong<int>("axis", options.Required("axis"), "one axis"),
            Momentum = options.Float("momentum", 0.99f),
            Epsilon = options.Float("epsilon", 1e-3f),
            Center = options.Bool("center", true),
            Scale = options.Bool("scale", true),
            Renorm = options.Bool("renorm", false),
            RenormClipping = ReadClipping(options),
            RenormMomentum = options.Float("renorm_momentum", 0.99f),
            BetaInitializer = options.Initializer("beta_initializer", Initializer.Zeros),
            GammaInitializer = options.Initializer("gamma_initializer", Initializer.Ones),
            MovingMeanInitializer = options.Initializer("moving_mean_initializer", Initializer.Zeros),
            MovingVarianceInitializer = options.Initializer("moving_variance_initializer", Initializer.Ones),
            BetaRegularizer = options.Regularizer("beta_regularizer"),
            GammaRegularizer = options.Regularizer("gamma_regularizer"),
            BetaConstraint = options.Constraint("beta_constraint"),
            GammaConstraint = options.Constraint("gamma_constraint"),
        };
    }

    private static RenormClipping ReadClipping(ConfigReader options)
    {
        if (!options.TryGet("renorm_clipping", out JsonElement value)) return new RenormClipping();
        var bounds = new ConfigReader(value, $"{options.Owner}'s renorm_clipping");
        var clipping = new RenormClipping { RMin = bounds.FloatOrNull("rmin"), RMax = bounds.FloatOrNull("rmax"), DMax = bounds.FloatOrNull("dmax") };
        bounds.Done();
        return clipping.Problem is { } problem ? options.Wrong<RenormClipping>("renorm_clipping", value, problem) : clipping;
    }

    private static void WriteClipping(BatchNormalization layer, Utf8JsonWriter json)
    {
        if (!layer.Renorm)
        {
            json.WriteNulls("renorm_clipping");
            return;
        }
        json.WriteStartObject("renorm_clipping");
        if (layer.RenormClipping.RMin is { } rMin) json.WriteNumber("rmin", rMin);
        if (layer.RenormClipping.RMax is { } rMax) json.WriteNumber("rmax", rMax);
        if (layer.RenormClipping.DMax is { } dMax) json.WriteNumber("dmax", dMax);
        json.WriteEndObject();
    }

    private static void WriteBatch(BatchNormalization layer, Utf8JsonWriter json)
    {
        json.WriteNumber("axis", layer.Axis);
        json.WriteNumber("momentum", layer.Momentum);
        json.WriteNumber("epsilon", layer.Epsilon);
        json.WriteBoolean("center", layer.Center);
        json.WriteBoolean("scale", layer.Scale);
        json.WriteInitializer("beta_initializer", layer.BetaInitializer);
        json.WriteInitializer("gamma_initializer", layer.GammaInitializer);
        json.WriteInitializer("moving_mean_initializer", layer.MovingMeanInitializer);
        json.WriteInitializer("moving_variance_initializer", layer.MovingVarianceInitializer);
        json.WriteRegularizer("beta_regularizer", layer.BetaRegularizer);
        json.WriteRegularizer("gamma_regularizer", layer.GammaRegularizer);
        json.WriteConstraint("beta_constraint", layer.BetaConstraint);
        json.WriteConstraint("gamma_constraint", layer.GammaConstraint);
        json.WriteBoolean("synchronized", false);
        json.WriteBoolean("renorm", layer.Renorm);
        WriteClipping(layer, json);
        json.WriteNumber("renorm_momentum", layer.RenormMomentum);
    }
}
