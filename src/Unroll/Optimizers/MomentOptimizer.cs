namespace Unroll;

/// <summary>What the optimizers of Adam's kind have in common: two running moments of the gradient, and their options.</summary>
public abstract class MomentOptimizer : Optimizer
{
    private readonly string _kerasName;

    private protected MomentOptimizer(string kerasName) => _kerasName = kerasName;

    /// <summary>How much of the first moment, the mean gradient, a step keeps.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>How much of the second moment a step keeps: the mean squared gradient, or <see cref="Adamax"/>'s largest.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Keeps the divisor from zero.</summary>
    public double Epsilon { get; init; } = 1e-7;

    private protected override bool UsesSquares => true;

    /// <summary>The two moments.</summary>
    internal override int SlotCount => 2;

    internal override IReadOnlyDictionary<string, object?> Config => MomentConfig();

    private protected Dictionary<string, object?> MomentConfig()
    {
        Dictionary<string, object?> config = BaseConfig(_kerasName);
        config["beta_1"] = Beta1;
        config["beta_2"] = Beta2;
        config["epsilon"] = Epsilon;
        return config;
    }
}
