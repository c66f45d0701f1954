namespace Unroll;

/// <summary>What training makes small (Keras: <c>keras.losses.Loss</c>). Immutable. For one of your own derive from <see cref="CustomLoss"/>.</summary>
public abstract partial class Loss
{
    private string _name;
    private Reduction _reduction;

    private protected Loss(string name) => _name = name;

    private protected Loss() => _name = CustomSettings.SnakeCase(GetType().Name);

    /// <summary>The name in histories and files; Keras's snake_case name unless set.</summary>
    public string Name { get => _name; init => _name = value; }

    /// <summary>How the loss values of a batch become one number.</summary>
    public Reduction Reduction { get => _reduction; init => _reduction = value; }

    /// <summary>Cross-entropy between one-hot (or other) distributions and predicted probabilities, both [batch, ..., classes].</summary>
    public static Loss CategoricalCrossentropy { get; } = new CategoricalCrossentropy();

    /// <summary>Cross-entropy between class numbers [batch, ...] and predicted probabilities [batch, ..., classes].</summary>
    public static Loss SparseCategoricalCrossentropy { get; } = new SparseCategoricalCrossentropy();

    /// <summary>Cross-entropy between targets of 0 and 1 and predicted probabilities, both [batch, ..., outputs].</summary>
    public static Loss BinaryCrossentropy { get; } = new BinaryCrossentropy();

    /// <summary>Binary cross-entropy that counts easy samples less.</summary>
    public static Loss BinaryFocalCrossentropy { get; } = new BinaryFocalCrossentropy();

    /// <summary>Categorical cross-entropy that counts easy samples less.</summary>
    public static Loss CategoricalFocalCrossentropy { get; } = new CategoricalFocalCrossentropy();

    /// <summary>The mean of squared differences.</summary>
    public static Loss MeanSquaredError { get; } = new MeanSquaredError();

    /// <summary>The mean of absolute differences.</summary>
    public static Loss MeanAbsoluteError { get; } = new MeanAbsoluteError();

    /// <summary>The mean of absolute differences as percentages of the targets.</summary>
    public static Loss MeanAbsolutePercentageError { get; } = new MeanAbsolutePercentageError();

    /// <summary>The mean of squared differences of logarithms.</summary>
    public static Loss MeanSquaredLogarithmicError { get; } = new MeanSquaredLogarithmicError();

    /// <summary>Squared for small differences, absolute for large ones.</summary>
    public static Loss Huber { get; } = new Huber();

    /// <summary>The mean of log(cosh(difference)).</summary>
    public static Loss LogCosh { get; } = new LogCosh();

    /// <summary>Less the cosine of the angle between target and prediction.</summary>
    public static Loss CosineSimilarity { get; } = new CosineSimilarity();

    /// <summary>The hinge loss, for targets of -1 and 1.</summary>
    public static Loss Hinge { get; } = new Hinge();

    /// <summary>The squared hinge loss, for targets of -1 and 1.</summary>
    public static Loss SquaredHinge { get; } = new SquaredHinge();

    /// <summary>The hinge loss between one-hot targets and the best of the other classes.</summary>
    public static Loss CategoricalHinge { get; } = new CategoricalHinge();

    /// <summary>The Kullback-Leibler divergence of the predictions from the targets.</summary>
    public static Loss KLDivergence { get; } = new KLDivergence();

    /// <summary>The Poisson loss, for targets that count.</summary>
    public static Loss Poisson { get; } = new Poisson();

    /// <summary>-log of the probability of a sequence's labels, over all ways to lay them out in time. Predictions are logits, [batch, time, classes].</summary>
    public static Loss Ctc { get; } = new Ctc();

    /// <summary>Keras's name of the class.</summary>
    public virtual string ClassName => GetType().Name;

    /// <summary>Keras's options by their Keras names.</summary>
    internal virtual IReadOnlyDictionary<string, object?> Config => BaseConfig();

    /// <summary>
    /// The activation that the loss is differentiated with as one if the model ends in it, as Keras does: it wants the values before it,
    /// is then called with <c>logits</c> true, and its gradient is that of the logits.
    /// </summary>
    internal virtual Activation? Fuses => null;

    /// <summary>True when the prediction as it stands holds logits.</summary>
    internal virtual bool PredictsLogits => false;

    /// <summary>True when the loss leaves values out by itself: see <see cref="AndMask"/>.</summary>
    internal virtual bool MakesMask => false;

    /// <summary>True when each prediction, [classes], has one target, a class number.</summary>
    internal virtual bool HasOneTarget => false;

    /// <summary>True when a sample has one loss value for its whole sequence: samples are then sequences below, not their steps.</summary>
    internal virtual bool IsOfSequences => false;

    /// <summary>
    /// Computes the loss values before weighting.
    /// </summary>
    /// <param name="y">Targets, [samples, classes] or [samples] as the loss takes them.</param>
    /// <param name="prediction">[samples, classes].</param>
    /// <param name="classes">The prediction's last axis.</param>
    /// <param name="logits">Whether the prediction holds logits.</param>
    /// <param name="values">The result, [samples].</param>
    internal abstract void Values(Targets y, ReadOnlySpan<float> prediction, int classes, bool logits, Span<float> values);

    /// <summary>
    /// Computes the gradient of the sum of weights[i] * values[i] by the prediction.
    /// </summary>
    /// <param name="y">Targets, [samples, classes] or [samples] as the loss takes them.</param>
    /// <param name="prediction">[samples, classes].</param>
    /// <param name="classes">The prediction's last axis.</param>
    /// <param name="logits">Whether the prediction holds logits.</param>
    /// <param name="weights">[samples].</param>
    /// <param name="gradient">The result, [samples, classes].</param>
    internal abstract void Gradient(
        Targets y, ReadOnlySpan<float> prediction, int classes, bool logits, ReadOnlySpan<float> weights, Span<float> gradient);

    /// <summary>Clears the mask's entries, [samples], of the values that the loss leaves out.</summary>
    internal virtual void AndMask(Targets y, Span<byte> mask)
    {
    }

    private protected virtual void CheckTargets(Targets y, ReadOnlySpan<float> prediction)
    {
        if (y.Length != prediction.Length)
            Throw.Shape($"{ClassName} expects a target for each of the {prediction.Length} predicted values, but got {y.Length}. Give targets of the predictions' shape.");
    }

    private protected Dictionary<string, object?> BaseConfig() => new() { ["name"] = Name, ["reduction"] = ReductionNames.ToKeras(Reduction) };
}
