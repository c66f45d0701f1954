using System.Runtime.CompilerServices;
using Unroll.Kernels;

namespace Unroll;

/// <summary>Adagrad (Keras: <c>Adagrad</c>; Duchi et al., 2011): <c>s += g²</c>, <c>w -= r g / sqrt(s + Epsilon)</c> with r the learning rate.</summary>
public sealed class Adagrad : Optimizer
{
    /// <summary>What s starts at.</summary>
    public double InitialAccumulatorValue { get; init; } = 0.1;

    /// <summary>Keeps the divisor from zero.</summary>
    public double Epsilon { get; init; } = 1e-7;

    private protected override bool UsesSquares => true;

    /// <summary>s.</summary>
    internal override int SlotCount => 1;

    internal override IReadOnlyDictionary<string, object?> Config
    {
        get
        {
            Dictionary<string, object?> config = BaseConfig("adagrad");
            config["initial_accumulator_value"] = InitialAccumulatorValue;
            config["epsilon"] = Epsilon;
            return config;
        }
    }

    internal override float SlotStart(int slot) => (float)InitialAccumulatorValue;

    private protected override void Update(OptimizerStep step, Span<float> weights, Span<float> gradient, ReadOnlySpan<float> squares, OptimizerSlots slots) =>
        OptimizerKernel.Run(new AdagradStep((float)step.Rate, (float)Epsilon), weights, gradient, squares, slots);

    private readonly struct AdagradStep(float rate, float epsilon) : IOptimizerStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<S, V, I>(ref V w, V g, V q, ref V a, ref V b, ref V c)
            where S : struct, ISimd<V, I>
            where V : struct
            where I : struct
        {
            a = S.Add(a, q);
            w = S.Subtract(w, S.Divide(S.Multiply(S.Set(rate), g), S.Sqrt(S.Add(a, S.Set(epsilon)))));
        }
    }
}
