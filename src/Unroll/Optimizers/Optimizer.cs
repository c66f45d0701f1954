using System.Text.Json;

namespace Unroll;

/// <summary>How weights follow their gradients (Keras: <c>keras.optimizers.Optimizer</c>). Immutable; the running state belongs to the training.</summary>
public abstract class Optimizer
{
    private protected Optimizer()
    {
    }

    /// <summary>The size of a step.</summary>
    public double LearningRate { get; init; } = 0.001;

    /// <summary>Keras's name of the class.</summary>
    public string ClassName => GetType().Name;

    /// <summary>Keras's options by their Keras names.</summary>
    internal abstract IReadOnlyDictionary<string, object?> Config { get; }

    /// <summary>Whether steps depend on the gradients' squares, which Keras takes at each place where an embedding was looked up.</summary>
    internal virtual bool SquaresGradients => false;

    /// <summary>How many numbers of state each weight has; they start at 0.</summary>
    internal abstract int SlotCount { get; }

    /// <summary>
    /// Takes one step for a range of weights. Each weight's new value depends on its own range only, so ranges may be cut anywhere.
    /// </summary>
    /// <param name="step">The number of the step, from 1.</param>
    /// <param name="weights">Changed in place.</param>
    /// <param name="gradient">As long as the weights.</param>
    /// <param name="slots">The same range of each slot.</param>
    /// <param name="squares">What counts as the gradient's square; empty where it is that.</param>
    internal void Step(long step, Span<float> weights, ReadOnlySpan<float> gradient, OptimizerSlots slots, ReadOnlySpan<float> squares = default)
    {
        if (gradient.Length != weights.Length)
            Throw.Argument($"{ClassName}: {gradient.Length} gradients don't fit {weights.Length} weights.", nameof(gradient));
        Update(step, weights, gradient, squares, slots);
    }

    private protected abstract void Update(
        long step, Span<float> weights, ReadOnlySpan<float> gradient, ReadOnlySpan<float> squares, OptimizerSlots slots);

    /// <summary>Builds an optimizer from Keras's class name and config. Options that are missing keep Keras's defaults.</summary>
    /// <exception cref="ModelConfigException">The class or an option is unknown or not supported.</exception>
    internal static Optimizer FromConfig(string className, JsonElement config)
    {
        foreach (string option in (ReadOnlySpan<string>)["weight_decay", "clipnorm", "global_clipnorm", "clipvalue", "loss_scale_factor", "gradient_accumulation_steps"])
        {
            if (KerasConfig.Find(config, option) is { } value)
                Throw.Config($"Optimizer {className}: '{option}' is not supported, but is {value.GetRawText()}. Leave it out.");
        }

        if (KerasConfig.Bool(config, "use_ema", false))
            Throw.Config($"Optimizer {className}: 'use_ema' is not supported. Leave it out.");
        return className switch
        {
            "Adam" => new Adam
            {
                LearningRate = KerasConfig.Double(config, "learning_rate", 0.001),
                Beta1 = KerasConfig.Double(config, "beta_1", 0.9),
                Beta2 = KerasConfig.Double(config, "beta_2", 0.999),
                Epsilon = KerasConfig.Double(config, "epsilon", 1e-7),
                AmsGrad = KerasConfig.Bool(config, "amsgrad", false),
            },
            _ => Throw.Config<Optimizer>($"Optimizer '{className}' is unknown. Known is Adam."),
        };
    }
}
