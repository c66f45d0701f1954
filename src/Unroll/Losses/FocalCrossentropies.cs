using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// The mean over the last axis of (1 - q)^Gamma times the binary cross-entropy, q = y p + (1 - y)(1 - p) being the probability of what is true
/// (Keras: <c>BinaryFocalCrossentropy</c>; Lin et al., 2017). With <see cref="ApplyClassBalancing"/> also times y Alpha + (1 - y)(1 - Alpha).
/// </summary>
public sealed class BinaryFocalCrossentropy() : PointwiseLoss("binary_focal_crossentropy")
{
    /// <summary>Whether the classes are weighted by <see cref="Alpha"/>.</summary>
    public bool ApplyClassBalancing { get; init; }

    /// <summary>The weight of class 1; class 0 has 1 - Alpha.</summary>
    public double Alpha { get; init; } = 0.25;

    /// <summary>How much less easy samples count; 0 is the plain cross-entropy.</summary>
    public double Gamma { get; init; } = 2;

    /// <summary>Whether the predictions are logits, the values before a sigmoid.</summary>
    public bool FromLogits { get; init; }

    /// <summary>How far targets are drawn towards 0.5, from 0 to 1.</summary>
    public double LabelSmoothing { get; init; }

    internal override bool PredictsLogits => FromLogits;

    internal override IReadOnlyDictionary<string, object?> Config
    {
        get
        {
            Dictionary<string, object?> config = Crossentropy.AddTo(BaseConfig(), FromLogits, LabelSmoothing);
            config["apply_class_balancing"] = ApplyClassBalancing;
            config["alpha"] = Alpha;
            config["gamma"] = Gamma;
            return config;
        }
    }

    private protected override double Value(double y, double p) =>
        Balance(y) * Crossentropy.Focus(Truth(y, p), Gamma) * Crossentropy.Binary(y, p);

    private protected override double Derivative(double y, double p)
    {
        double q = Truth(y, p);
        return Balance(y) * (Crossentropy.FocusDerivative(q, Gamma) * (2 * y - 1) * Crossentropy.Binary(y, p)
            + Crossentropy.Focus(q, Gamma) * Crossentropy.BinaryDerivative(y, p));
    }

    private protected override double LogitValue(double y, double x) => Value(y, DoubleMath.Sigmoid(x));

    private protected override double LogitDerivative(double y, double x)
    {
        double p = DoubleMath.Sigmoid(x);
        return Derivative(y, p) * p * (1 - p);
    }

    private protected override (double Scale, double Shift) TargetMap(Targets y) => (1 - LabelSmoothing, 0.5 * LabelSmoothing);

    private static double Truth(double y, double p) => y * p + (1 - y) * (1 - p);

    private double Balance(double y) => ApplyClassBalancing ? y * Alpha + (1 - y) * (1 - Alpha) : 1;
}

/// <summary>
/// -sum(Alpha (1 - p)^Gamma y log(p)) over the classes (Keras: <c>CategoricalFocalCrossentropy</c>; Lin et al., 2017). Targets are one-hot,
/// predictions probabilities: they are divided by their sum and kept within [1e-7, 1 - 1e-7].
/// </summary>
public sealed class CategoricalFocalCrossentropy() : RowLoss("categorical_focal_crossentropy")
{
    private const int MostOnStack = 256;

    /// <summary>The weight of all classes.</summary>
    public double Alpha { get; init; } = 0.25;

    /// <summary>How much less easy samples count; 0 is the plain cross-entropy.</summary>
    public double Gamma { get; init; } = 2;

    /// <summary>Whether the predictions are logits, the values before a softmax.</summary>
    public bool FromLogits { get; init; }

    /// <summary>The part of each target, from 0 to 1, that is spread evenly over all classes.</summary>
    public double LabelSmoothing { get; init; }

    internal override bool PredictsLogits => FromLogits;

    internal override IReadOnlyDictionary<string, object?> Config
    {
        get
        {
            Dictionary<string, object?> config = Crossentropy.AddTo(BaseConfig(), FromLogits, LabelSmoothing);
            config["alpha"] = Alpha;
            config["gamma"] = Gamma;
            return config;
        }
    }

    private protected override double Value(Targets y, ReadOnlySpan<float> x, bool logits)
    {
        double max = logits ? SoftmaxSums.Max(x) : 0, sum = Sum(x, logits, max), value = 0;
        for (int k = 0; k < x.Length; k++)
        {
            double q = Crossentropy.Clip(Term(x[k], logits, max) / sum);
            value -= Target(y, k) * Alpha * Crossentropy.Focus(q, Gamma) * DoubleMath.Log(q);
        }

        return value;
    }

    // With q = p / sum(p) and h the gradient by q: (h - sum(h q)) / sum(p), and by logits q (h - sum(h q)).
    private protected override void Gradient(Targets y, ReadOnlySpan<float> x, bool logits, float weight, Span<float> gradient)
    {
        double max = logits ? SoftmaxSums.Max(x) : 0, sum = Sum(x, logits, max), mean = 0;
        Span<double> h = x.Length <= MostOnStack ? stackalloc double[x.Length] : new double[x.Length];
        for (int k = 0; k < x.Length; k++)
        {
            double q = Term(x[k], logits, max) / sum;
            h[k] = Crossentropy.Passes(q) ? Slope(Target(y, k), q) : 0;
            mean += h[k] * q;
        }

        for (int k = 0; k < x.Length; k++)
        {
            double factor = logits ? Term(x[k], logits, max) / sum : 1 / sum;
            gradient[k] = (float)(weight * factor * (h[k] - mean));
        }
    }

    private static double Term(float x, bool logits, double max) => logits ? DoubleMath.Exp(x - max) : x;

    private static double Sum(ReadOnlySpan<float> x, bool logits, double max)
    {
        double sum = 0;
        foreach (float value in x)
            sum += Term(value, logits, max);
        return sum;
    }

    private double Slope(double y, double q) =>
        -y * Alpha * (Crossentropy.FocusDerivative(q, Gamma) * DoubleMath.Log(q) + Crossentropy.Focus(q, Gamma) / q);

    private double Target(Targets y, int k) => Crossentropy.Smoothed(y, k, LabelSmoothing);
}
