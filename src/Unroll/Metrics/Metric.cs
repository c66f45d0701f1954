namespace Unroll;

/// <summary>What training and evaluation report (Keras: <c>keras.metrics.Metric</c>), over all samples seen. Immutable. The metrics are the library's own; a <see cref="Callback"/> adds other results.</summary>
public abstract partial class Metric
{
    private string _name;

    private protected Metric(string name) => _name = name;

    /// <summary>The name in histories; Keras's snake_case name unless set.</summary>
    public string Name { get => _name; init => _name = value; }

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

    /// <summary>The mean binary cross-entropy.</summary>
    public static Metric BinaryCrossentropy { get; } = new LossMetric(Loss.BinaryCrossentropy);

    /// <summary>The mean of squared errors.</summary>
    public static Metric MeanSquaredError { get; } = new LossMetric(Loss.MeanSquaredError);

    /// <summary>The root of the mean squared error.</summary>
    public static Metric RootMeanSquaredError { get; } = new RootMeanSquaredError();

    /// <summary>The mean of absolute errors.</summary>
    public static Metric MeanAbsoluteError { get; } = new LossMetric(Loss.MeanAbsoluteError);

    /// <summary>The mean of absolute errors as percentages of the targets.</summary>
    public static Metric MeanAbsolutePercentageError { get; } = new LossMetric(Loss.MeanAbsolutePercentageError);

    /// <summary>The part of the targets' variance that is predicted.</summary>
    public static Metric R2Score { get; } = new R2Score();

    /// <summary>The part of predictions above 0.5 that are right.</summary>
    public static Metric Precision { get; } = new Precision();

    /// <summary>The part of targets of 1 that are predicted above 0.5.</summary>
    public static Metric Recall { get; } = new Recall();

    /// <summary>The area under the curve of true over false positives.</summary>
    public static Metric Auc { get; } = new Auc();

    /// <summary>Keras's options by their Keras names.</summary>
    internal virtual IReadOnlyDictionary<string, object?> Config => new Dictionary<string, object?> { ["name"] = Name };

    /// <summary>Whether training is to raise it, not to lower it.</summary>
    internal virtual bool HigherIsBetter => true;

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

        bool fits = sampleWeights.IsEmpty || samples % sampleWeights.Length == 0 || (TakesWeightsOfClasses && sampleWeights.Length == prediction.Length);
        if (!fits)
            Throw.Shape($"{sampleWeights.Length} sample weights don't fit the {samples} values of metric '{Name}'. Give one weight for each sample, or one for each of its steps.");
        if (samples > 0)
            Add(ref state, new MetricBatch(y, prediction, classes, perSample, sampleWeights, steps));
    }

    /// <summary>The metric so far; 0 before the first sample. Where there are several results, their mean or the first, as the metric says.</summary>
    internal abstract double Result(in MetricState state);

    /// <summary>All results: one for most metrics, for some one for each class or threshold.</summary>
    internal virtual double[] Results(in MetricState state) => [Result(state)];

    /// <summary>Whether weights may also be given for each prediction of a row.</summary>
    private protected virtual bool TakesWeightsOfClasses => false;

    /// <summary>Adds a batch whose sizes fit.</summary>
    private protected abstract void Add(ref MetricState state, in MetricBatch batch);

    /// <summary>How many targets belong to a sample of so many predictions.</summary>
    private protected virtual int TargetsPerSample(int classes) => classes;

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

    /// <summary>The index of the largest target, the first of equals.</summary>
    internal static int ArgMax(Targets values)
    {
        int best = 0;
        for (int k = 1; k < values.Length; k++)
        {
            if (values.Value(k) > values.Value(best))
                best = k;
        }

        return best;
    }
}
