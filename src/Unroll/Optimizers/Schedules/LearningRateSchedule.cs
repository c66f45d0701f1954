using System.Text.Json;

namespace Unroll;

/// <summary>How a learning rate changes from batch to batch (Keras: <c>keras.optimizers.schedules.LearningRateSchedule</c>). Immutable. The schedules are the library's own; a <see cref="Callback"/> sets other rates.</summary>
public abstract class LearningRateSchedule
{
    private protected LearningRateSchedule(string name) => Name = name;

    /// <summary>Keras's name of the class.</summary>
    public string ClassName => GetType().Name;

    /// <summary>The name in files.</summary>
    internal string Name { get; }

    /// <summary>Keras's options by their Keras names, but for the name.</summary>
    internal abstract Dictionary<string, object?> Config { get; }

    /// <summary>The learning rate of a batch.</summary>
    /// <param name="step">The number of batches before it.</param>
    public abstract double At(long step);

    /// <summary>Builds a schedule from the object that Keras writes. Options that are missing keep Keras's defaults.</summary>
    /// <exception cref="ModelConfigException">The class or an option is unknown, or an option that is needed is missing.</exception>
    internal static LearningRateSchedule FromConfig(JsonElement value)
    {
        var schedule = KerasObject.Read(value, "The learning rate");
        ConfigReader options = schedule.Options($"learning rate schedule {schedule.ClassName}");
        options.Ignore("name");
        LearningRateSchedule read = schedule.ClassName switch
        {
            "ExponentialDecay" => new ExponentialDecay(
                options.Double("initial_learning_rate"), options.Double("decay_steps"), options.Double("decay_rate"))
            { Staircase = options.Bool("staircase", false) },
            "InverseTimeDecay" => new InverseTimeDecay(
                options.Double("initial_learning_rate"), options.Double("decay_steps"), options.Double("decay_rate"))
            { Staircase = options.Bool("staircase", false) },
            "PiecewiseConstantDecay" => ReadPiecewise(options),
            "PolynomialDecay" => new PolynomialDecay(options.Double("initial_learning_rate"), options.Double("decay_steps"))
            {
                EndLearningRate = options.Double("end_learning_rate", 0.0001),
                Power = options.Double("power", 1),
                Cycle = options.Bool("cycle", false),
            },
            "CosineDecay" => new CosineDecay(options.Double("initial_learning_rate"), options.Double("decay_steps"))
            {
                Alpha = options.Double("alpha", 0),
                WarmupTarget = options.TryGet("warmup_target", out _) ? options.Double("warmup_target") : null,
                WarmupSteps = options.Double("warmup_steps", 0),
            },
            "CosineDecayRestarts" => new CosineDecayRestarts(options.Double("initial_learning_rate"), options.Double("first_decay_steps"))
            {
                TMul = options.Double("t_mul", 2),
                MMul = options.Double("m_mul", 1),
                Alpha = options.Double("alpha", 0),
            },
            _ => Throw.Config<LearningRateSchedule>(
                $"Learning rate schedule '{schedule.ClassName}' is unknown. Known are CosineDecay, CosineDecayRestarts, ExponentialDecay, InverseTimeDecay, PiecewiseConstantDecay and PolynomialDecay."),
        };
        options.Done();
        return read;
    }

    private static PiecewiseConstantDecay ReadPiecewise(ConfigReader options)
    {
        double[] boundaries = options.Doubles("boundaries"), values = options.Doubles("values");
        return values.Length == boundaries.Length + 1
            ? new PiecewiseConstantDecay(boundaries, values)
            : Throw.Config<PiecewiseConstantDecay>($"The {options.Owner} has {boundaries.Length} boundaries and {values.Length} values, but expected one value more than boundaries.");
    }

    private protected static double Positive(double steps, string name)
    {
        if (!(steps > 0) || !double.IsFinite(steps))
            Throw.Argument($"A schedule over {steps.ToString(System.Globalization.CultureInfo.InvariantCulture)} steps ends nowhere. Give a positive number of steps.", name);
        return steps;
    }
}
