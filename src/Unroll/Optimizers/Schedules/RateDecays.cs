using Unroll.Kernels;

namespace Unroll;

/// <summary>InitialLearningRate * DecayRate^(step / DecaySteps) (Keras: <c>ExponentialDecay</c>).</summary>
/// <param name="initialLearningRate">The learning rate at first.</param>
/// <param name="decaySteps">Batches in which it changes by the decay rate.</param>
/// <param name="decayRate">What it is multiplied by.</param>
public sealed class ExponentialDecay(double initialLearningRate, double decaySteps, double decayRate) : LearningRateSchedule("ExponentialDecay")
{
    private readonly double _steps = Positive(decaySteps, nameof(decaySteps));

    /// <summary>Whether the rate changes only after each whole number of <c>decaySteps</c>.</summary>
    public bool Staircase { get; init; }

    internal override Dictionary<string, object?> Config => new()
    {
        ["initial_learning_rate"] = initialLearningRate,
        ["decay_steps"] = _steps,
        ["decay_rate"] = decayRate,
        ["staircase"] = Staircase,
    };

    /// <inheritdoc/>
    public override double At(long step)
    {
        double p = step / _steps;
        return initialLearningRate * DoubleMath.Pow(decayRate, Staircase ? Math.Floor(p) : p);
    }
}

/// <summary>InitialLearningRate / (1 + DecayRate * step / DecaySteps) (Keras: <c>InverseTimeDecay</c>).</summary>
/// <param name="initialLearningRate">The learning rate at first.</param>
/// <param name="decaySteps">Batches in which the divisor grows by the decay rate.</param>
/// <param name="decayRate">How much the divisor grows.</param>
public sealed class InverseTimeDecay(double initialLearningRate, double decaySteps, double decayRate) : LearningRateSchedule("InverseTimeDecay")
{
    private readonly double _steps = Positive(decaySteps, nameof(decaySteps));

    /// <summary>Whether the rate changes only after each whole number of <c>decaySteps</c>.</summary>
    public bool Staircase { get; init; }

    internal override Dictionary<string, object?> Config => new()
    {
        ["initial_learning_rate"] = initialLearningRate,
        ["decay_steps"] = _steps,
        ["decay_rate"] = decayRate,
        ["staircase"] = Staircase,
    };

    /// <inheritdoc/>
    public override double At(long step)
    {
        double p = step / _steps;
        return initialLearningRate / (1 + decayRate * (Staircase ? Math.Floor(p) : p));
    }
}

/// <summary>(InitialLearningRate - EndLearningRate) (1 - step / DecaySteps)^Power + EndLearningRate (Keras: <c>PolynomialDecay</c>).</summary>
/// <param name="initialLearningRate">The learning rate at first.</param>
/// <param name="decaySteps">Batches until the end.</param>
public sealed class PolynomialDecay(double initialLearningRate, double decaySteps) : LearningRateSchedule("PolynomialDecay")
{
    private readonly double _steps = Positive(decaySteps, nameof(decaySteps));

    /// <summary>The learning rate in the end.</summary>
    public double EndLearningRate { get; init; } = 0.0001;

    /// <summary>The power; 1 is a straight line.</summary>
    public double Power { get; init; } = 1;

    /// <summary>Whether beyond the end it goes on with the next multiple of <c>decaySteps</c>.</summary>
    public bool Cycle { get; init; }

    internal override Dictionary<string, object?> Config => new()
    {
        ["initial_learning_rate"] = initialLearningRate,
        ["decay_steps"] = _steps,
        ["end_learning_rate"] = EndLearningRate,
        ["power"] = Power,
        ["cycle"] = Cycle,
    };

    /// <inheritdoc/>
    public override double At(long step)
    {
        double steps = Cycle ? _steps * Math.Max(1, Math.Ceiling(step / _steps)) : _steps;
        double p = Math.Min(step / steps, 1);
        return (initialLearningRate - EndLearningRate) * DoubleMath.Pow(1 - p, Power) + EndLearningRate;
    }
}

/// <summary>Constant between boundaries (Keras: <c>PiecewiseConstantDecay</c>): values[i] up to and at boundaries[i], the last value beyond.</summary>
/// <param name="boundaries">Numbers of batches, growing.</param>
/// <param name="values">Learning rates, one more than boundaries.</param>
public sealed class PiecewiseConstantDecay(IReadOnlyList<double> boundaries, IReadOnlyList<double> values) : LearningRateSchedule("PiecewiseConstant")
{
    private readonly double[] _boundaries = [.. boundaries];
    private readonly double[] _values = values.Count == boundaries.Count + 1
        ? [.. values]
        : Throw.Argument<double[]>($"{boundaries.Count} boundaries separate {boundaries.Count + 1} learning rates, but got {values.Count}.", nameof(values));

    internal override Dictionary<string, object?> Config => new() { ["boundaries"] = _boundaries, ["values"] = _values };

    /// <inheritdoc/>
    public override double At(long step)
    {
        int i = 0;
        while (i < _boundaries.Length && step > _boundaries[i])
            i++;
        return _values[i];
    }
}
