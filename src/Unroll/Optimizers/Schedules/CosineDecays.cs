using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// From the initial learning rate along half a cosine to Alpha times it (Keras: <c>CosineDecay</c>; Loshchilov and Hutter, 2016).
/// With <see cref="WarmupTarget"/> first in a line from the initial rate to the target, and down from there.
/// </summary>
/// <param name="initialLearningRate">The learning rate at first.</param>
/// <param name="decaySteps">Batches that the decay takes, after those of the warm-up.</param>
public sealed class CosineDecay(double initialLearningRate, double decaySteps) : LearningRateSchedule("CosineDecay")
{
    private readonly double _steps = Positive(decaySteps, nameof(decaySteps));

    /// <summary>The part of the rate that is left in the end.</summary>
    public double Alpha { get; init; }

    /// <summary>The learning rate after the warm-up; no warm-up if null.</summary>
    public double? WarmupTarget { get; init; }

    /// <summary>Batches that the warm-up takes.</summary>
    public double WarmupSteps { get; init; }

    internal override Dictionary<string, object?> Config => new()
    {
        ["initial_learning_rate"] = initialLearningRate,
        ["decay_steps"] = _steps,
        ["alpha"] = Alpha,
        ["warmup_target"] = WarmupTarget,
        ["warmup_steps"] = WarmupSteps,
    };

    /// <inheritdoc/>
    public override double At(long step)
    {
        if (WarmupTarget is not { } target)
            return initialLearningRate * Part(step);
        return step < WarmupSteps
            ? (target - initialLearningRate) * (step / WarmupSteps) + initialLearningRate
            : target * Part(step - WarmupSteps);
    }

    private double Part(double step) => (1 - Alpha) * 0.5 * (1 + DoubleMath.CosPi(Math.Min(step / _steps, 1))) + Alpha;
}

/// <summary>
/// <see cref="CosineDecay"/> again and again, each time over TMul times as many batches and from MMul times the rate
/// (Keras: <c>CosineDecayRestarts</c>; Loshchilov and Hutter, 2016).
/// </summary>
/// <param name="initialLearningRate">The learning rate at first.</param>
/// <param name="firstDecaySteps">Batches until the first restart.</param>
public sealed class CosineDecayRestarts(double initialLearningRate, double firstDecaySteps) : LearningRateSchedule("SGDRDecay")
{
    private readonly double _steps = Positive(firstDecaySteps, nameof(firstDecaySteps));

    /// <summary>How much longer each decay is than the one before: 1 or more.</summary>
    public double TMul
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(TMul));
            field = value;
        }
    } = 2;

    /// <summary>What the rate is multiplied by at each restart.</summary>
    public double MMul { get; init; } = 1;

    /// <summary>The part of the initial rate that is left at the end of a decay.</summary>
    public double Alpha { get; init; }

    internal override Dictionary<string, object?> Config => new()
    {
        ["initial_learning_rate"] = initialLearningRate,
        ["first_decay_steps"] = _steps,
        ["t_mul"] = TMul,
        ["m_mul"] = MMul,
        ["alpha"] = Alpha,
    };

    /// <inheritdoc/>
    public override double At(long step)
    {
        double done = step / _steps, length = 1;
        double restarts = 0;
        if (TMul == 1)
        {
            restarts = Math.Floor(done);
            done -= restarts;
        }
        else
        {
            for (; done >= length; restarts++)
            {
                done -= length;
                length *= TMul;
            }
        }

        double cosine = 0.5 * DoubleMath.Pow(MMul, restarts) * (1 + DoubleMath.CosPi(done / length));
        return initialLearningRate * ((1 - Alpha) * cosine + Alpha);
    }
}
