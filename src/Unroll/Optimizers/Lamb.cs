using System.Runtime.CompilerServices;
using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// Lamb (Keras: <c>Lamb</c>; You et al., 2019): m and v as <see cref="Adam"/>'s, <c>d = (m / (1 - Beta1^t)) / (sqrt(v / (1 - Beta2^t)) + Epsilon)</c>,
/// <c>w -= r d |w| / |d|</c> with r the learning rate of step t and the norms over a whole weight; a norm of 0 leaves the ratio 1.
/// </summary>
public sealed class Lamb() : MomentOptimizer("lamb")
{
    private protected override void Update(OptimizerStep step, Span<float> weights, Span<float> gradient, ReadOnlySpan<float> squares, OptimizerSlots slots)
    {
        OptimizerKernel.Run(new MomentsStep((float)(1 - Beta1), (float)(1 - Beta2)), weights, gradient, squares, slots);

        // d takes the gradient's place.
        DirectionStep direction = new(
            (float)(1 / (1 - BetaPower(Beta1, step.Number))), (float)(1 / (1 - BetaPower(Beta2, step.Number))), (float)Epsilon);
        OptimizerKernel.Run(direction, gradient, slots.First, slots.Second, default);
        double ofWeights = Math.Sqrt(SquareSum.Of(weights)), ofDirection = Math.Sqrt(SquareSum.Of(gradient));
        double ratio = ofWeights > 0 && ofDirection > 0 ? ofWeights / ofDirection : 1;
        OptimizerKernel.Run(new DescendStep((float)(step.Rate * ratio)), weights, gradient, default, default);
    }

    private readonly struct MomentsStep(float gain1, float gain2) : IOptimizerStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<S, V, I>(ref V w, V g, V q, ref V a, ref V b, ref V c)
            where S : struct, ISimd<V, I>
            where V : struct
            where I : struct
        {
            a = Elementary<S, V, I>.FlushSubnormal(S.Fma(S.Subtract(g, a), S.Set(gain1), a));
            b = Elementary<S, V, I>.FlushSubnormal(S.Fma(S.Subtract(q, b), S.Set(gain2), b));
        }
    }

    /// <summary>w becomes d, from m as g and v as q.</summary>
    private readonly struct DirectionStep(float ofMean, float ofSquares, float epsilon) : IOptimizerStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<S, V, I>(ref V w, V g, V q, ref V a, ref V b, ref V c)
            where S : struct, ISimd<V, I>
            where V : struct
            where I : struct =>
            w = S.Divide(S.Multiply(g, S.Set(ofMean)), S.Add(S.Sqrt(S.Multiply(q, S.Set(ofSquares))), S.Set(epsilon)));
    }
}
