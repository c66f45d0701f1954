namespace Unroll;

/// <summary>The root of the mean squared error over all samples seen (Keras: <c>RootMeanSquaredError</c>).</summary>
public sealed class RootMeanSquaredError() : MeanMetric("root_mean_squared_error")
{
    internal override bool HigherIsBetter => false;

    internal override double Result(in MetricState state) => Math.Sqrt(base.Result(state));

    private protected override double Value(Targets y, ReadOnlySpan<float> prediction)
    {
        double sum = 0;
        for (int k = 0; k < prediction.Length; k++)
        {
            double error = (double)prediction[k] - y.Value(k);
            sum += error * error;
        }

        return sum / prediction.Length;
    }
}
