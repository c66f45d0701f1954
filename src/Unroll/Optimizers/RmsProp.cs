using System.Runtime.CompilerServices;
using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// RMSprop (Keras: <c>RMSprop</c>; Hinton, 2012): <c>v = Rho v + (1 - Rho) g²</c>, <c>w -= r g / sqrt(v + Epsilon)</c> with r the learning rate.
/// <see cref="Centered"/>: <c>m = Rho m + (1 - Rho) g</c>, and v - m² stands for v. With momentum the steps go through <c>s = Momentum s + step</c>.
/// </summary>
public sealed class RmsProp : Optimizer
{
    /// <inheritdoc/>
    public override string ClassName => "RMSprop";

    /// <summary>How much of the mean squared gradient a step keeps.</summary>
    public double Rho { get; init; } = 0.9;

    /// <summary>How much of the last step goes into the next.</summary>
    public double Momentum { get; init; }

    /// <summary>Keeps the divisor from zero.</summary>
    public double Epsilon { get; init; } = 1e-7;

    /// <summary>Whether the gradient's variance stands for its mean square.</summary>
    public bool Centered { get; init; }

    private protected override bool UsesSquares => true;

    /// <summary>v, and with <see cref="Centered"/> or momentum all of v, s and m.</summary>
    internal override int SlotCount => Centered ? 3 : Momentum > 0 ? 2 : 1;

    internal override IReadOnlyDictionary<string, object?> Config
    {
        get
        {
            Dictionary<string, object?> config = BaseConfig("rmsprop");
            config["rho"] = Rho;
            config["momentum"] = Momentum;
            config["epsilon"] = Epsilon;
            config["centered"] = Centered;
            return config;
        }
    }

    private protected override void Update(OptimizerStep step, Span<float> weights, Span<float> gradient, ReadOnlySpan<float> squares, OptimizerSlots slots) =>
        OptimizerKernel.Run(
            new RmsStep((float)step.Rate, (float)Rho, (float)(1 - Rho), (float)Math.Max(Momentum, 0), (float)Epsilon, Centered),
            weights, gradient, squares, slots);

    private readonly struct RmsStep(float rate, float rho, float gain, float momentum, float epsilon, bool centered) : IOptimizerStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<S, V, I>(ref V w, V g, V q, ref V a, ref V b, ref V c)
            where S : struct, ISimd<V, I>
            where V : struct
            where I : struct
        {
            a = Elementary<S, V, I>.FlushSubnormal(S.Fma(S.Set(rho), a, S.Multiply(S.Set(gain), q)));
            V variance = a;
            if (centered)
            {
                c = Elementary<S, V, I>.FlushSubnormal(S.Fma(S.Set(rho), c, S.Multiply(S.Set(gain), g)));
                variance = S.Subtract(a, S.Multiply(c, c));
            }

            V change = S.Divide(S.Multiply(S.Set(rate), g), S.Sqrt(S.Add(variance, S.Set(epsilon))));
            b = Elementary<S, V, I>.FlushSubnormal(S.Fma(S.Set(momentum), b, change));
            w = S.Subtract(w, momentum > 0 ? b : change);
        }
    }
}
