namespace Unroll;

/// <summary>
/// A loss that is the mean (or the sum) along the last axis of one formula for each prediction and its target.
/// Targets and predictions are [batch, ..., outputs]. Computed in double, in order.
/// </summary>
public abstract class PointwiseLoss : Loss
{
    private protected PointwiseLoss(string name)
        : base(name)
    {
    }

    /// <summary>Whether a loss value is the mean along the last axis, not the sum.</summary>
    private protected virtual bool Averages => true;

    internal override void Values(Targets y, ReadOnlySpan<float> prediction, int classes, bool logits, Span<float> values)
    {
        CheckTargets(y, prediction);
        (double scale, double shift) = TargetMap(y);
        for (int i = 0; i < values.Length; i++)
        {
            double sum = 0;
            for (int k = i * classes; k < (i + 1) * classes; k++)
            {
                double t = y.Value(k) * scale + shift;
                sum += logits ? LogitValue(t, prediction[k]) : Value(t, prediction[k]);
            }

            values[i] = (float)(Averages ? sum / classes : sum);
        }
    }

    internal override void Gradient(
        Targets y, ReadOnlySpan<float> prediction, int classes, bool logits, ReadOnlySpan<float> weights, Span<float> gradient)
    {
        CheckTargets(y, prediction);
        (double scale, double shift) = TargetMap(y);
        for (int i = 0; i < weights.Length; i++)
        {
            double weight = Averages ? (double)weights[i] / classes : weights[i];
            for (int k = i * classes; k < (i + 1) * classes; k++)
            {
                double t = y.Value(k) * scale + shift;
                gradient[k] = (float)(weight * (logits ? LogitDerivative(t, prediction[k]) : Derivative(t, prediction[k])));
            }
        }
    }

    /// <summary>The formula.</summary>
    private protected abstract double Value(double y, double p);

    /// <summary>Its derivative by the prediction.</summary>
    private protected abstract double Derivative(double y, double p);

    /// <summary>The formula of the sigmoid of x, for losses that take logits.</summary>
    private protected virtual double LogitValue(double y, double x) => Value(y, x);

    /// <summary>Its derivative by x.</summary>
    private protected virtual double LogitDerivative(double y, double x) => Derivative(y, x);

    /// <summary>Targets enter the formula as scale * y + shift.</summary>
    private protected virtual (double Scale, double Shift) TargetMap(Targets y) => (1, 0);

    /// <summary>The map that makes -1 and 1 of targets that are all 0 and 1.</summary>
    private protected static (double Scale, double Shift) OfSigns(Targets y)
    {
        for (int i = 0; i < y.Length; i++)
        {
            if (y.Value(i) is not (0 or 1))
                return (1, 0);
        }

        return (2, -1);
    }

    /// <summary>-1, 0 or 1; NaN stays.</summary>
    private protected static double Sign(double x) => x > 0 ? 1 : x < 0 ? -1 : x;
}
