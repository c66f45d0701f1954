using System.Runtime.CompilerServices;
using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// Adam with Nesterov momentum (Keras: <c>Nadam</c>; Dozat, 2015). With <c>u_t = Beta1 (1 - 0.96^t / 2)</c> and <c>U_t = u_1 ... u_t</c>:
/// m and v as <see cref="Adam"/>'s, <c>n = u_(t+1) m / (1 - U_(t+1)) + (1 - u_t) g / (1 - U_t)</c>,
/// <c>w -= r n / (sqrt(v / (1 - Beta2^t)) + Epsilon)</c> with r the learning rate of step t.
/// </summary>
public sealed class Nadam() : MomentOptimizer("nadam")
{
    private const double Decay = 0.96f;

    /// <summary>From here on 0.96^t / 2 changes nothing in double.</summary>
    private const long LastDecay = 1000;

    private protected override void Update(OptimizerStep step, Span<float> weights, Span<float> gradient, ReadOnlySpan<float> squares, OptimizerSlots slots)
    {
        long t = step.Number;
        double now = Momentum(t), next = Momentum(t + 1), product = Product(t);
        OptimizerKernel.Run(
            new NadamStep
            {
                OfMean = (float)(step.Rate * next / (1 - product * next)),
                OfGradient = (float)(step.Rate * (1 - now) / (1 - product)),
                Gain1 = (float)(1.0 - (float)Beta1),
                Gain2 = (float)(1.0 - (float)Beta2),
                Correction = (float)(1 / (1 - BetaPower(Beta2, t))),
                Epsilon = (float)Epsilon,
            },
            weights, gradient, squares, slots);
    }

    // Keras rounds these numbers to float32, as Adam's betas.
    private double Momentum(long t) => (float)Beta1 * (1 - 0.5 * DoubleMath.Power(Decay, t));

    private double Product(long t)
    {
        double product = DoubleMath.Power(Beta1, t), decay = 1;
        for (long i = Math.Min(t, LastDecay); i > 0; i--)
        {
            decay *= Decay;
            product *= 1 - 0.5 * decay;
        }

        return product;
    }

    private readonly struct NadamStep : IOptimizerStep
    {
        public float OfMean { get; init; }

        public float OfGradient { get; init; }

        public float Gain1 { get; init; }

        public float Gain2 { get; init; }

        public float Correction { get; init; }

        public float Epsilon { get; init; }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<S, V, I>(ref V w, V g, V q, ref V a, ref V b, ref V c)
            where S : struct, ISimd<V, I>
            where V : struct
            where I : struct
        {
            a = Elementary<S, V, I>.FlushSubnormal(S.Fma(S.Subtract(g, a), S.Set(Gain1), a));
            b = Elementary<S, V, I>.FlushSubnormal(S.Fma(S.Subtract(q, b), S.Set(Gain2), b));
            V mean = S.Fma(S.Set(OfMean), a, S.Multiply(S.Set(OfGradient), g));
            w = S.Subtract(w, S.Divide(mean, S.Add(S.Sqrt(S.Multiply(b, S.Set(Correction))), S.Set(Epsilon))));
        }
    }
}
