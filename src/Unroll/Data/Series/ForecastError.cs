using System.Numerics.Tensors;

namespace Unroll;

/// <summary>How far forecasts are from the truth, in the series' units.</summary>
/// <param name="MeanAbsolute">The mean of the absolute errors.</param>
/// <param name="RootMeanSquare">The root of the mean of the squared errors.</param>
public readonly record struct ForecastError(double MeanAbsolute, double RootMeanSquare)
{
    /// <summary>Compares forecasts with the truth, value by value.</summary>
    /// <param name="truth">[windows, steps].</param>
    /// <param name="forecast">As many.</param>
    /// <exception cref="ShapeException">Their shapes differ.</exception>
    public static ForecastError Of(Tensor<float> truth, Tensor<float> forecast)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(forecast);
        if (!truth.Lengths.SequenceEqual(forecast.Lengths))
            Throw.Shape($"The truth has the shape [{string.Join(", ", truth.Lengths.ToArray())}], but the forecast [{string.Join(", ", forecast.Lengths.ToArray())}]. Compare the same steps.");
        double[] errors = [.. truth.ToArray().Zip(forecast.ToArray(), static (t, f) => (double)f - t)];
        return new ForecastError(errors.Average(Math.Abs), Math.Sqrt(errors.Average(static e => e * e)));
    }
}
