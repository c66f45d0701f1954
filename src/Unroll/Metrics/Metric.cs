namespace Unroll;

/// <summary>What training and evaluation report (Keras: <c>keras.metrics.Metric</c>): the mean of a value over all samples seen. Immutable.</summary>
public abstract partial class Metric
{
    private protected Metric(string name) => Name = name;

    /// <summary>The name in histories; Keras's snake_case name unless set.</summary>
    public string Name { get; init; }

    /// <summary>Keras's name of the class.</summary>
    public virtual string ClassName => GetType().Name;

    /// <summary>The part of predictions that are right: categorical, sparse or binary by the shapes of targets and predictions.</summary>
    public static Metric Accuracy { get; } = new Accuracy();

    /// <summary>The part of samples whose most probable class is the target's, targets being one-hot.</summary>
    public static Metric CategoricalAccuracy { get; } = new CategoricalAccuracy();

    /// <summary>The part of samples whose most probable class is the target's, targets being class numbers.</summary>
    public static Metric SparseCategoricalAccuracy { get; } = new SparseCategoricalAccuracy();

    /// <summary>The part of predictions on the target's side of 0.5.</summary>
    public static Metric BinaryAccuracy { get; } = new BinaryAccuracy();

    /// <summary>The mean cross-entropy of one-hot targets.</summary>
    public static Metric CategoricalCrossentropy { get; } = new LossMetric(Loss.CategoricalCrossentropy);

    /// <summary>The mean cross-entropy of targets that are class numbers.</summary>
    public static Metric SparseCategoricalCrossentropy { get; } = new LossMetric(Loss.SparseCategoricalCrossentropy);

    /// <summary>Keras's options by their Keras names.</summary>
    internal virtual IReadOnlyDictionary<string, object?> Config => new Dictionary<string, object?> { ["name"] = Name };

    /// <summary>The metric to use for targets and predictions of these shapes, under this metric's name.</summary>
    /// <param name="targetClasses">The targets' last axis; 0 when the targets have one axis less than the predictions.</param>
    /// <param name="classes">The predictions' last axis.</param>
    internal virtual Metric Resolve(int targetClasses, int classes) => this;

    /// <summary>
    /// Adds a batch. Sums run in order, in double. With a mask, give it as weights of 0 and 1 (times the sample weights).
    /// </summary>
    /// <param name="state">Changed in place.</param>
    /// <param name="y">[samples, classes] or [samples] as the metric takes them.</param>
    /// <param name="prediction">[samples, classes].</param>
    /// <param name="classes">The prediction's last axis.</param>
    /// <param name="sampleWeights">Empty, or one for each sample, or one for each group of samples (a sequence's steps).</param>
    /// <param name="steps">How many of the samples stand for one: the time steps of a sequence, as Keras counts it once.</param>
    internal void Update(
        ref MetricState state, Targets y, ReadOnlySpan<float> prediction, int classes, ReadOnlySpan<float> sampleWeights, int steps = 1)
    {
        int samples = prediction.Length / classes;
        int perSample = TargetsPerSample(classes);
        if (y.Length != samples * perSample)
        {
            Throw.Shape(
                $"Metric '{Name}' expects {samples * perSample} targets for {samples} predictions of {classes} values, but got {y.Length}. "
                + "Choose the metric that fits the targets: categorical for one-hot labels, sparse for class numbers.");
        }

        int group = sampleWeights.IsEmpty ? 1 : samples / sampleWeights.Length;
        if (!sampleWeights.IsEmpty && group * sampleWeights.Length != samples)
            Throw.Shape($"{sampleWeights.Length} sample weights don't fit the {samples} values of metric '{Name}'. Give one weight for each sample, or one for each of its steps.");
        double total = 0, count = 0;
        for (int i = 0; i < samples; i++)
        {
            double weight = sampleWeights.IsEmpty ? 1 : sampleWeights[i / group];
            total += weight * Value(y.Slice(i * perSample, perSample), prediction.Slice(i * classes, classes));
            count += weight;
        }

        state.Total += total / steps;
        state.Count += count / steps;
    }

    /// <summary>The metric so far; 0 before the first sample.</summary>
    internal static double Result(in MetricState state) => state.Count == 0 ? 0 : state.Total / state.Count;

    /// <summary>How many targets belong to a sample of so many predictions.</summary>
    private protected virtual int TargetsPerSample(int classes) => classes;

    /// <summary>The value of one sample.</summary>
    private protected abstract double Value(Targets y, ReadOnlySpan<float> prediction);

    /// <summary>The index of the largest value, the first of equals.</summary>
    internal static int ArgMax(ReadOnlySpan<float> values)
    {
        int best = 0;
        for (int k = 1; k < values.Length; k++)
        {
            if (values[k] > values[best])
                best = k;
        }

        return best;
    }
}
