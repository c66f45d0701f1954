using System.Runtime.CompilerServices;
using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// Lion (Keras: <c>Lion</c>; Chen et al., 2023): <c>w -= r sign(Beta1 m + (1 - Beta1) g)</c>, then <c>m = Beta2 m + (1 - Beta2) g</c>, with r the learning rate.
/// </summary>
public sealed class Lion : Optimizer
{
    /// <summary>How much m counts in the step.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>How much of the mean gradient m a step keeps.</summary>
    public double Beta2 { get; init; } = 0.99;

    /// <summary>m.</summary>
    internal override int SlotCount => 1;

    internal override IReadOnlyDictionary<string, object?> Config
    {
        get
        {
            Dictionary<string, object?> config = BaseConfig("lion");
            config["beta_1"] = Beta1;
            config["beta_2"] = Beta2;
            return config;
        }
    }

    private protected override void Update(OptimizerStep step, Span<float> weights, Span<float> gradient, ReadOnlySpan<float> squares, OptimizerSlots slots) =>
        OptimizerKernel.Run(
            new LionStep((float)step.Rate, (float)Beta1, (float)(1 - Beta1), (float)Beta2, (float)(1 - Beta2)), weights, gradient, default, slots);

    private readonly struct LionStep(float rate, float beta1, float gain1, float beta2, float gain2) : IOptimizerStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<S, V, I>(ref V w, V g, V q, ref V a, ref V b, ref V c)
            where S : struct, ISimd<V, I>
            where V : struct
            where I : struct
        {
            V direction = S.Fma(S.Set(beta1), a, S.Multiply(S.Set(gain1), g));
            V change = S.Select(S.LessThan(direction, S.Zero), S.Set(-rate), S.Select(S.LessThan(S.Zero, direction), S.Set(rate), direction));
            w = S.Subtract(w, change);
            a = Elementary<S, V, I>.FlushSubnormal(S.Fma(S.Set(beta2), a, S.Multiply(S.Set(gain2), g)));
        }
    }
}
