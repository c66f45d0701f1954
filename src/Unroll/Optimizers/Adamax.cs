using System.Runtime.CompilerServices;
using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// Adam by the largest gradient (Keras: <c>Adamax</c>; Kingma and Ba, 2014, section 7): <c>m += (g - m)(1 - Beta1)</c>, <c>u = max(Beta2 u, |g|)</c>,
/// <c>w -= r m / ((1 - Beta1^t)(u + Epsilon))</c> with r the learning rate of step t.
/// </summary>
public sealed class Adamax() : MomentOptimizer("adamax")
{
    private protected override bool UsesSquares => false;

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
