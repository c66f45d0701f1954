using System.Runtime.CompilerServices;
using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// Follow the regularised leader (Keras: <c>Ftrl</c>; McMahan et al., 2013). With r the learning rate and p = -LearningRatePower:
/// <c>n' = n + g²</c>, <c>z += g + 2 L2Shrinkage w - (n'^p - n^p) w / r</c>, <c>w = (clip(z, -L1, L1) - z) / (n'^p / r + 2 L2 + Beta / r)</c>.
/// </summary>
public sealed class Ftrl : Optimizer
{
    /// <summary>How the learning rate falls with n: 0 or less. Keras: <c>learning_rate_power</c>.</summary>
    public double LearningRatePower { get; init; } = -0.5;

    /// <summary>What n starts at.</summary>
    public double InitialAccumulatorValue { get; init; } = 0.1;

    /// <summary>Keras: <c>l1_regularization_strength</c>.</summary>
    public double L1 { get; init; }

    /// <summary>Keras: <c>l2_regularization_strength</c>.</summary>
    public double L2 { get; init; }

    /// <summary>Keras: <c>l2_shrinkage_regularization_strength</c>.</summary>
    public double L2Shrinkage { get; init; }

    /// <summary>Added to the divisor over the learning rate.</summary>
    public double Beta { get; init; }

    private protected override bool UsesSquares => true;

    /// <summary>n and z.</summary>
    internal override int SlotCount => 2;

    internal override IReadOnlyDictionary<string, object?> Config
    {
        get
        {
            Dictionary<string, object?> config = BaseConfig("ftrl");
            config["learning_rate_power"] = LearningRatePower;
            config["initial_accumulator_value"] = InitialAccumulatorValue;
            config["l1_regularization_strength"] = L1;
            config["l2_regularization_strength"] = L2;
            config["l2_shrinkage_regularization_strength"] = L2Shrinkage;
            config["beta"] = Beta;
            return config;
        }
    }

    internal override float SlotStart(int slot) => slot == 0 ? (float)InitialAccumulatorValue : 0;

    private protected override void Update(OptimizerStep step, Span<float> weights, Span<float> gradient, ReadOnlySpan<float> squares, OptimizerSlots slots) =>
        OptimizerKernel.Run(
            new FtrlStep
            {
                Power = (float)-LearningRatePower,
                InverseRate = (float)(1 / step.Rate),
                L1 = (float)L1,
                Added = (float)(2 * L2 + Beta / step.Rate),
                Shrinkage = (float)(2 * L2Shrinkage),
            },
            weights, gradient, squares, slots);

    private readonly struct FtrlStep : IOptimizerStep
    {
        public float Power { get; init; }

        public float InverseRate { get; init; }

        public float L1 { get; init; }

        public float Added { get; init; }

        public float Shrinkage { get; init; }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<S, V, I>(ref V w, V g, V q, ref V a, ref V b, ref V c)
            where S : struct, ISimd<V, I>
            where V : struct
            where I : struct
        {
            V sum = S.Add(a, q);
            V power = Raise<S, V, I>(sum);
            V sigma = S.Multiply(S.Subtract(power, Raise<S, V, I>(a)), S.Set(InverseRate));
            V pull = S.Fma(S.Set(Shrinkage), w, g);
            b = S.Add(b, S.Subtract(pull, S.Multiply(sigma, w)));

            // The bounds come first, so that NaN is not lost.
            V clipped = S.Min(S.Set(L1), S.Max(S.Set(-L1), b));
            w = S.Divide(S.Subtract(clipped, b), S.Fma(power, S.Set(InverseRate), S.Set(Added)));
            a = sum;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private V Raise<S, V, I>(V x)
            where S : struct, ISimd<V, I>
            where V : struct
            where I : struct =>
            Power == 0.5f ? S.Sqrt(x) : Elementary<S, V, I>.Exp(S.Multiply(S.Set(Power), Elementary<S, V, I>.Log(x)));
    }
}
