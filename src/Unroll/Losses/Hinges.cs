namespace Unroll;

/// <summary>mean(max(1 - y p, 0)) over the last axis (Keras: <c>Hinge</c>). Targets are -1 and 1; where all of a batch are 0 and 1, 0 counts as -1.</summary>
public sealed class Hinge() : PointwiseLoss("hinge")
{
    private protected override double Value(double y, double p) => Math.Max(1 - y * p, 0);

    private protected override double Derivative(double y, double p) => 1 - y * p >= 0 ? -y : 0;

    private protected override (double Scale, double Shift) TargetMap(Targets y) => OfSigns(y);
}

/// <summary>mean(max(1 - y p, 0)²) over the last axis (Keras: <c>SquaredHinge</c>). Targets are as those of <see cref="Hinge"/>.</summary>
public sealed class SquaredHinge() : PointwiseLoss("squared_hinge")
{
    private protected override double Value(double y, double p)
    {
        double gap = Math.Max(1 - y * p, 0);
        return gap * gap;
    }

    private protected override double Derivative(double y, double p) => -2 * y * Math.Max(1 - y * p, 0);

    private protected override (double Scale, double Shift) TargetMap(Targets y) => OfSigns(y);
}

/// <summary>
/// max(neg - pos + 1, 0) with pos = sum(y p) and neg = max((1 - y) p) over the classes (Keras: <c>CategoricalHinge</c>). Targets are one-hot.
/// </summary>
public sealed class CategoricalHinge() : RowLoss("categorical_hinge")
{
    private protected override double Value(Targets y, ReadOnlySpan<float> x, bool logits) => Math.Max(Gap(y, x, out _, out _), 0);

    // The largest of the others shares its gradient with those that equal it, as TensorFlow does.
    private protected override void Gradient(Targets y, ReadOnlySpan<float> x, bool logits, float weight, Span<float> gradient)
    {
        gradient.Clear();
        if (Gap(y, x, out double negative, out int equals) < 0)
            return;
        for (int k = 0; k < x.Length; k++)
        {
            double t = y.Value(k);
            double share = Other(t, x[k]) == negative ? (1 - t) / equals : 0;
            gradient[k] = (float)(weight * (share - t));
        }
    }

    private static double Other(double y, double p) => (1 - y) * p;

    private static double Gap(Targets y, ReadOnlySpan<float> x, out double negative, out int equals)
    {
        double positive = 0;
        (negative, equals) = (double.NegativeInfinity, 0);
        for (int k = 0; k < x.Length; k++)
        {
            double t = y.Value(k), other = Other(t, x[k]);
            positive += t * x[k];
            if (other > negative)
                (negative, equals) = (other, 1);
            else if (other == negative)
                equals++;
        }

        return negative - positive + 1;
    }
}
