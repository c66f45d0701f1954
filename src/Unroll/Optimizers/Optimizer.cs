namespace Unroll;

/// <summary>How weights follow their gradients (Keras: <c>keras.optimizers.Optimizer</c>). Immutable; the running state belongs to the training.</summary>
public abstract partial class Optimizer
{
    private OptimizerOptions _options = new();

    private protected Optimizer()
    {
    }

    /// <summary>The size of a step.</summary>
    public double LearningRate { get => _options.LearningRate; init => _options = _options with { LearningRate = value }; }

    /// <summary>How the learning rate changes from batch to batch; it then stands for <see cref="LearningRate"/>. Keras: a schedule as <c>learning_rate</c>.</summary>
    public LearningRateSchedule? Schedule { get => _options.Schedule; init => _options = _options with { Schedule = value }; }

    /// <summary>Before each step, weights lose this part of themselves times the learning rate. Keras: <c>weight_decay</c>.</summary>
    public double? WeightDecay { get => _options.WeightDecay; init => _options = _options with { WeightDecay = value }; }

    /// <summary>The most that the norm of one weight's gradient may be. Keras: <c>clipnorm</c>.</summary>
    public double? ClipNorm { get => _options.ClipNorm; init => _options = _options with { ClipNorm = value }; }

    /// <summary>The most that the norm of all gradients together may be. Keras: <c>global_clipnorm</c>.</summary>
    public double? GlobalClipNorm { get => _options.GlobalClipNorm; init => _options = _options with { GlobalClipNorm = value }; }

    /// <summary>The most that each number of a gradient may be in size. Keras: <c>clipvalue</c>.</summary>
    public double? ClipValue { get => _options.ClipValue; init => _options = _options with { ClipValue = value }; }

    /// <summary>Whether a moving average of the weights is kept, which replaces them when the training ends. Keras: <c>use_ema</c>.</summary>
    public bool UseEma { get => _options.UseEma; init => _options = _options with { UseEma = value }; }

    /// <summary>How much of the average a step keeps. Keras: <c>ema_momentum</c>.</summary>
    public double EmaMomentum { get => _options.EmaMomentum; init => _options = _options with { EmaMomentum = value }; }

    /// <summary>After how many steps the average replaces the weights, again and again; only at the end if null. Keras: <c>ema_overwrite_frequency</c>.</summary>
    public int? EmaOverwriteFrequency { get => _options.EmaOverwriteFrequency; init => _options = _options with { EmaOverwriteFrequency = value }; }

    /// <summary>Batches whose mean gradient makes one step. Keras: <c>gradient_accumulation_steps</c>.</summary>
    public int? GradientAccumulationSteps { get => _options.GradientAccumulationSteps; init => _options = _options with { GradientAccumulationSteps = value }; }

    /// <summary>
    /// What Keras multiplies the loss by, and divides the gradients by again, so that small ones outlast half precision. In float32, which all is computed in
    /// here, that changes at most the rounding: the number is kept for configs, and not used. Keras: <c>loss_scale_factor</c>.
    /// </summary>
    public double? LossScaleFactor { get => _options.LossScaleFactor; init => _options = _options with { LossScaleFactor = value }; }

    /// <summary>Keras's name of the class.</summary>
    public virtual string ClassName => GetType().Name;

    /// <summary>Keras's options by their Keras names.</summary>
    internal abstract IReadOnlyDictionary<string, object?> Config { get; }

    /// <summary>
    /// Whether steps depend on the gradients' squares, which Keras takes at each place where an embedding was looked up, for steps and for norms.
    /// An accumulated gradient is one sum, and so are clipped values here (Keras clips them place by place).
    /// </summary>
    internal bool SquaresGradients =>
        GradientAccumulationSteps is null && ClipValue is null && (UsesSquares || ClipNorm is not null || GlobalClipNorm is not null);

    /// <summary>How many numbers of state the optimizer's own steps keep for each weight.</summary>
    internal abstract int SlotCount { get; }

    /// <summary>Whether the steps use the gradient's square.</summary>
    private protected virtual bool UsesSquares => false;

    /// <summary>What the numbers of a slot start at.</summary>
    internal virtual float SlotStart(int slot) => 0;

    /// <summary>The part of a weight that is lost before each step, times the learning rate.</summary>
    internal virtual double? DecayOf(Parameter weight) => WeightDecay;

    /// <summary>The learning rate after so many batches.</summary>
    internal double RateAt(long batches) => Schedule?.At(batches) ?? LearningRate;

    /// <summary>Throws where options don't fit together.</summary>
    internal void CheckOptions()
    {
        if (_options.Problem() is { } problem)
            Throw.Argument($"Optimizer {ClassName}: {problem}");
    }

    /// <summary>
    /// Takes one step for a weight, or (but for Lamb, Adafactor and Muon, which look at a whole weight) for any range of one: each number's new value depends
    /// on its own range only.
    /// </summary>
    /// <param name="step">The step's number and learning rate.</param>
    /// <param name="weights">Changed in place.</param>
    /// <param name="gradient">As long as the weights; may be overwritten.</param>
    /// <param name="slots">The same range of each slot.</param>
    /// <param name="squares">What counts as the gradient's square; empty where it is that.</param>
    internal void Step(OptimizerStep step, Span<float> weights, Span<float> gradient, OptimizerSlots slots, ReadOnlySpan<float> squares = default)
    {
        if (gradient.Length != weights.Length)
            Throw.Argument($"{ClassName}: {gradient.Length} gradients don't fit {weights.Length} weights.", nameof(gradient));
        Update(step, weights, gradient, squares, slots);
    }

    private protected abstract void Update(
        OptimizerStep step, Span<float> weights, Span<float> gradient, ReadOnlySpan<float> squares, OptimizerSlots slots);

    /// <summary>The options that all have, under Keras's name, for the optimizer's own to be added.</summary>
    private protected Dictionary<string, object?> BaseConfig(string name) => _options.Config(name);

    /// <summary>Keras rounds a beta to float32 before it takes its power, in float64 too: over the lecture's epoch it shows in the third digit of the loss.</summary>
    private protected static double BetaPower(double beta, long step) => Kernels.DoubleMath.Power((float)beta, step);
}
