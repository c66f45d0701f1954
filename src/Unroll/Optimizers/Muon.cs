using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// Muon (Keras: <c>Muon</c>; Jordan et al., 2024; Liu et al., 2025): weights of two axes go along the nearest orthogonal matrix to their momentum,
/// <c>m = Momentum m + g</c>, <c>w -= LearningRate RmsRate sqrt(max(rows, columns)) orthogonal(g + Momentum m)</c>, the matrix by Newton-Schulz iteration;
/// without Nesterov it is m's. Embeddings, excluded layers and all other weights follow <see cref="AdamW"/>.
/// </summary>
public sealed class Muon : Optimizer
{
    /// <summary>More would change nothing.</summary>
    internal const int MostIterations = 100;

    private readonly Regex[] _excluded = [];
    private Adam? _adam;

    /// <summary>Muon with Keras's defaults.</summary>
    public Muon() => WeightDecay = 0.004;

    /// <summary>How much of the momentum a step keeps.</summary>
    public double Momentum { get; init; } = 0.95;

    /// <summary>Whether a step looks ahead along the momentum.</summary>
    public bool Nesterov { get; init; } = true;

    /// <summary>The coefficient of X in an iteration, which is a X + (b X Xᵀ + c (X Xᵀ)²) X. Keras: <c>muon_a</c>.</summary>
    public double A { get; init; } = 3.4445;

    /// <summary>The coefficient of X Xᵀ. Keras: <c>muon_b</c>.</summary>
    public double B { get; init; } = -4.7750;

    /// <summary>The coefficient of (X Xᵀ)². Keras: <c>muon_c</c>.</summary>
    public double C { get; init; } = 2.0315;

    /// <summary>How many iterations make a matrix orthogonal, about. Keras: <c>ns_steps</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 0 or above 100.</exception>
    public int Iterations
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(Iterations));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MostIterations, nameof(Iterations));
            field = value;
        }
    } = 5;

    /// <summary>What a step is multiplied by, beside the root of the matrix's longer side; none of both if null.</summary>
    public double? RmsRate { get; init; } = 0.2;

    /// <summary>Regular expressions: weights in whose names one is found follow Adam. A name is layer and weight, <c>lstm/kernel</c>; the last layer should be among them.</summary>
    /// <exception cref="ArgumentException">One is no regular expression.</exception>
    /// <exception cref="NotSupportedException">One looks around or back.</exception>
    public IReadOnlyList<string> ExcludeLayers
    {
        get;
        init
        {
            field = value;
            _excluded = [.. value.Select(static pattern => new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant))];
        }
    } = [];

    /// <summary>Whether weights with "embedding" in their names follow Adam.</summary>
    public bool ExcludeEmbeddings { get; init; } = true;

    /// <summary>Adam's learning rate over this one's. Keras: <c>adam_lr_ratio</c>.</summary>
    public double AdamRateRatio { get; init; } = 1;

    /// <summary>How much of the first moment Adam keeps. Keras: <c>adam_beta_1</c>.</summary>
    public double AdamBeta1 { get; init; } = 0.9;

    /// <summary>How much of the second moment Adam keeps. Keras: <c>adam_beta_2</c>.</summary>
    public double AdamBeta2 { get; init; } = 0.999;

    /// <summary>The weight decay of the weights that follow Adam. Keras: <c>adam_weight_decay</c>.</summary>
    public double? AdamWeightDecay { get; init; } = 0.004;

    /// <summary>Keeps Adam's divisor from zero.</summary>
    public double Epsilon { get; init; } = 1e-7;

    /// <summary>Adam's squares.</summary>
    private protected override bool UsesSquares => true;

    /// <summary>The momentum, or Adam's two moments.</summary>
    internal override int SlotCount => 2;

    internal override IReadOnlyDictionary<string, object?> Config
    {
        get
        {
            Dictionary<string, object?> config = BaseConfig("muon");
            config["adam_beta_1"] = AdamBeta1;
            config["adam_beta_2"] = AdamBeta2;
            config["epsilon"] = Epsilon;
            config["exclude_layers"] = ExcludeLayers;
            config["muon_a"] = A;
            config["muon_b"] = B;
            config["muon_c"] = C;
            config["adam_lr_ratio"] = AdamRateRatio;
            config["momentum"] = Momentum;
            config["ns_steps"] = Iterations;
            config["nesterov"] = Nesterov;
            config["exclude_embeddings"] = ExcludeEmbeddings;
            config["adam_weight_decay"] = AdamWeightDecay;
            config["rms_rate"] = RmsRate;
            return config;
        }
    }

    internal override double? DecayOf(Parameter weight) => FollowsAdam(weight) ? AdamWeightDecay : WeightDecay;

    private protected override void Update(OptimizerStep step, Span<float> weights, Span<float> gradient, ReadOnlySpan<float> squares, OptimizerSlots slots)
    {
        if (step.Weight is not { } weight || FollowsAdam(weight))
        {
            _adam ??= new Adam { Beta1 = AdamBeta1, Beta2 = AdamBeta2, Epsilon = Epsilon };
            _adam.Step(step with { Rate = step.Rate * AdamRateRatio }, weights, gradient, slots, squares);
            return;
        }

        OptimizerKernel.Run(new MomentumStep((float)Momentum, Nesterov), gradient, gradient, default, slots);
        int rows = weight.Shape[0], columns = weight.Shape[1];
        (step.Iteration ?? new NewtonSchulz()).Run(gradient, rows, columns, Iterations, (A, B, C));
        double rate = RmsRate is { } rms ? step.Rate * rms * Math.Sqrt(Math.Max(rows, columns)) : step.Rate;
        OptimizerKernel.Run(new DescendStep((float)rate), weights, gradient, default, default);
    }

    private bool FollowsAdam(Parameter weight)
    {
        if (weight.Shape.Length != 2 || (ExcludeEmbeddings && weight.Name.Contains("embedding", StringComparison.OrdinalIgnoreCase)))
            return true;
        foreach (Regex pattern in _excluded)
        {
            if (pattern.IsMatch(weight.Name))
                return true;
        }

        return false;
    }

    /// <summary>The momentum in slot a; the gradient, w, becomes what is made orthogonal.</summary>
    private readonly struct MomentumStep(float momentum, bool nesterov) : IOptimizerStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<S, V, I>(ref V w, V g, V q, ref V a, ref V b, ref V c)
            where S : struct, ISimd<V, I>
            where V : struct
            where I : struct
        {
            a = Elementary<S, V, I>.FlushSubnormal(S.Fma(S.Set(momentum), a, g));
            w = nesterov ? S.Fma(S.Set(momentum), a, g) : a;
        }
    }
}
