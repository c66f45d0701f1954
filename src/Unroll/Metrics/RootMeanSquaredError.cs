namespace Unroll;

/// <summary>The root of the mean squared error over all samples seen (Keras: <c>RootMeanSquaredError</c>).</summary>
public sealed class RootMeanSquaredError : LossMetric
{
    /// <summary>The metric under Keras's name.</summary>
    public RootMeanSquaredError()
        : base(Loss.MeanSquaredError) => Name = "root_mean_squared_error";

    /// <inheritdoc/>
    public override string ClassName => nameof(RootMeanSquaredError);

    internal override double Result(in MetricState state) => Math.Sqrt(base.Result(state));
}
