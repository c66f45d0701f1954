using System.Runtime.CompilerServices;
using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// Adam by the largest gradient (Keras: <c>Adamax</c>; Kingma and Ba, 2014, section 7): <c>m += (g - m)(1 - Beta1)</c>, <c>u = max(Beta2 u, |g|)</c>,
/// <c>w -= r m / ((1 - Beta1^t)(u + Epsilon))</c> with r the learning rate of step t.
/// </summary>
public sealed class Adamax : Optimizer
{
    /// <summary>How much of the mean gradient m a step keeps.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>How much of the largest gradient u a step keeps.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Keeps the divisor from zero.</summary>
    public double Epsilon { get; init; } = 1e-7;

    /// <summary>m and u.</summary>
    internal override int SlotCount => 2;

    internal override IReadOnlyDictionary<string, object?> Config
    {
        get
        {
            Dictionary<string, object?> config = BaseConfig("adamax");
            config["beta_1"] = Beta1;
            config["beta_2"] = Beta2;
            config["epsilon"] = Epsilon;
            return config;
        }
    }

    private protected override void Update(OptimizerStep step, Span<float> weights, Span<float> gradient, ReadOnlySpan<float> squares, OptimizerSlots slots) =>
        OptimizerKernel.Run(
            new AdamaxStep((float)(step.Rate / (1 - BetaPower(Beta1, step.Number))), (float)(1 - Beta1), (float)Beta2, (float)Epsilon),
            weights, gradient, default, slots);

    private readonly struct AdamaxStep(float rate, float gain, float beta2, float epsilon) : IOptimizerStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<S, V, I>(ref V w, V g, V q, ref V a, ref V b, ref V c)
            where S : struct, ISimd<V, I>
            where V : struct
            where I : struct
        {
            a = Elementary<S, V, I>.FlushSubnormal(S.Fma(S.Subtract(g, a), S.Set(gain), a));

            // The gradient comes second, so that its NaN is not lost.
            b = Elementary<S, V, I>.FlushSubnormal(S.Max(S.Multiply(S.Set(beta2), b), S.Abs(g)));
            w = S.Subtract(w, S.Divide(S.Multiply(S.Set(rate), a), S.Add(b, S.Set(epsilon))));
        }
    }
}
