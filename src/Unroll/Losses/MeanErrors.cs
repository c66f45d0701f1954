using Unroll.Kernels;

namespace Unroll;

/// <summary>mean((y - p)²) over the last axis (Keras: <c>MeanSquaredError</c>).</summary>
public sealed class MeanSquaredError() : PointwiseLoss("mean_squared_error")
{
    private protected override double Value(double y, double p) => (p - y) * (p - y);

    private protected override double Derivative(double y, double p) => 2 * (p - y);
}

/// <summary>mean(|y - p|) over the last axis (Keras: <c>MeanAbsoluteError</c>).</summary>
public sealed class MeanAbsoluteError() : PointwiseLoss("mean_absolute_error")
{
    private protected override double Value(double y, double p) => Math.Abs(p - y);

    private protected override double Derivative(double y, double p) => Sign(p - y);
}

/// <summary>100 mean(|y - p| / max(|y|, 1e-7)) over the last axis (Keras: <c>MeanAbsolutePercentageError</c>).</summary>
public sealed class MeanAbsolutePercentageError() : PointwiseLoss("mean_absolute_percentage_error")
{
    private protected override double Value(double y, double p) => 100 * Math.Abs(p - y) / Divisor(y);

    private protected override double Derivative(double y, double p) => 100 * Sign(p - y) / Divisor(y);

    private static double Divisor(double y) => Math.Max(Math.Abs(y), Crossentropy.Epsilon);
}

/// <summary>mean((log(1 + y) - log(1 + p))²) over the last axis, both at least 1e-7 (Keras: <c>MeanSquaredLogarithmicError</c>).</summary>
public sealed class MeanSquaredLogarithmicError() : PointwiseLoss("mean_squared_logarithmic_error")
{
    private protected override double Value(double y, double p)
    {
        double difference = Log(p) - Log(y);
        return difference * difference;
    }

    private protected override double Derivative(double y, double p) =>
        p < Crossentropy.Epsilon ? 0 : 2 * (Log(p) - Log(y)) / (1 + p);

    private static double Log(double x) => DoubleMath.Log(1 + Math.Max(x, Crossentropy.Epsilon));
}
