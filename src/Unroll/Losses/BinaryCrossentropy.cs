using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// -mean(y log(p) + (1 - y) log(1 - p)) over the last axis (Keras: <c>BinaryCrossentropy</c>). Targets are 0 and 1 (or between),
/// predictions probabilities, kept within [1e-7, 1 - 1e-7].
/// If the model ends in a sigmoid, the loss is computed from the values before it, as Keras does.
/// </summary>
public sealed class BinaryCrossentropy() : PointwiseLoss("binary_crossentropy")
{
    /// <summary>Whether the predictions are logits, the values before a sigmoid.</summary>
    public bool FromLogits { get; init; }

    /// <summary>How far targets are drawn towards 0.5, from 0 to 1.</summary>
    public double LabelSmoothing { get; init; }

    internal override Activation? Fuses => FromLogits ? null : Activation.Sigmoid;

    internal override bool PredictsLogits => FromLogits;

    internal override IReadOnlyDictionary<string, object?> Config => Crossentropy.AddTo(BaseConfig(), FromLogits, LabelSmoothing);

    private protected override double Value(double y, double p) => Crossentropy.Binary(y, p);

    private protected override double Derivative(double y, double p) => Crossentropy.BinaryDerivative(y, p);

    private protected override double LogitValue(double y, double x) => DoubleMath.Softplus(x) - y * x;

    private protected override double LogitDerivative(double y, double x) => DoubleMath.Sigmoid(x) - y;

    private protected override (double Scale, double Shift) TargetMap(Targets y) => (1 - LabelSmoothing, 0.5 * LabelSmoothing);
}
