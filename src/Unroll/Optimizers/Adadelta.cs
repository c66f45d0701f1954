using System.Runtime.CompilerServices;
using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// Adadelta (Keras: <c>Adadelta</c>; Zeiler, 2012): <c>s = Rho s + (1 - Rho) g²</c>, <c>d = g sqrt(t + Epsilon) / sqrt(s + Epsilon)</c>,
/// <c>t = Rho t + (1 - Rho) d²</c>, <c>w -= r d</c> with r the learning rate.
/// </summary>
public sealed class Adadelta : Optimizer
{
    /// <summary>How much of the mean squares a step keeps.</summary>
    public double Rho { get; init; } = 0.95;

    /// <summary>Keeps the divisor from zero.</summary>
    public double Epsilon { get; init; } = 1e-7;

    private protected override bool UsesSquares => true;

    /// <summary>s and t.</summary>
    internal override int SlotCount => 2;

    internal override IReadOnlyDictionary<string, object?> Config
    {
        get
        {
            Dictionary<string, object?> config = BaseConfig("adadelta");
            config["rho"] = Rho;
            config["epsilon"] = Epsilon;
            return config;
        }
    }

    private protected override void Update(OptimizerStep step, Span<float> weights, Span<float> gradient, ReadOnlySpan<float> squares, OptimizerSlots slots) =>
        OptimizerKernel.Run(new AdadeltaStep((float)step.Rate, (float)Rho, (float)(1 - Rho), (float)Epsilon), weights, gradient, squares, slots);

    private readonly struct AdadeltaStep(float rate, float rho, float gain, float epsilon) : IOptimizerStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<S, V, I>(ref V w, V g, V q, ref V a, ref V b, ref V c)
            where S : struct, ISimd<V, I>
            where V : struct
            where I : struct
        {
            a = Elementary<S, V, I>.FlushSubnormal(S.Fma(S.Set(rho), a, S.Multiply(S.Set(gain), q)));
            V ratio = S.Divide(S.Add(b, S.Set(epsilon)), S.Add(a, S.Set(epsilon)));
            b = Elementary<S, V, I>.FlushSubnormal(S.Fma(S.Set(rho), b, S.Multiply(S.Set(gain), S.Multiply(ratio, q))));
            w = S.Fma(S.Set(-rate), S.Multiply(S.Sqrt(ratio), g), w);
        }
    }
}
