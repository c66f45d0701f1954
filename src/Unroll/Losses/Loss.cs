namespace Unroll;

/// <summary>What training makes small (Keras: <c>keras.losses.Loss</c>). Immutable.</summary>
public abstract partial class Loss
{
    private protected Loss(string name) => Name = name;

    /// <summary>The name in histories and files; Keras's snake_case name unless set.</summary>
    public string Name { get; init; }

    /// <summary>How the loss values of a batch become one number.</summary>
    public Reduction Reduction { get; init; }

    /// <summary>Cross-entropy between one-hot (or other) distributions and predicted probabilities, both [batch, ..., classes].</summary>
    public static Loss CategoricalCrossentropy { get; } = new CategoricalCrossentropy();

    /// <summary>Cross-entropy between class numbers [batch, ...] and predicted probabilities [batch, ..., classes].</summary>
    public static Loss SparseCategoricalCrossentropy { get; } = new SparseCategoricalCrossentropy();

    /// <summary>Keras's name of the class.</summary>
    public string ClassName => GetType().Name;

    /// <summary>Keras's options by their Keras names.</summary>
    internal abstract IReadOnlyDictionary<string, object?> Config { get; }

    /// <summary>
    /// True when the loss wants the values before the softmax if the model ends in one, as Keras does:
    /// it is then called with <c>logits</c> true, and its gradient is that of the logits.
    /// </summary>
    internal virtual bool FusesSoftmax => false;

    /// <summary>True when the prediction as it stands holds logits.</summary>
    internal virtual bool PredictsLogits => false;

    /// <summary>True when the loss leaves values out by itself: see <see cref="AndMask"/>.</summary>
    internal virtual bool MakesMask => false;

    /// <summary>The number of loss values: the product of all the prediction's axes but the last.</summary>
    internal static int SamplesOf(ReadOnlySpan<float> prediction, int classes) => prediction.Length / classes;

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

    private protected Dictionary<string, object?> BaseConfig() => new() { ["name"] = Name, ["reduction"] = ReductionNames.ToKeras(Reduction) };
}
