using System.Runtime.CompilerServices;
using Unroll.Kernels;

namespace Unroll;

/// <summary>
/// Gradient descent (Keras: <c>SGD</c>): <c>w -= r g</c> with r the learning rate, 0.01 unless set. With momentum: <c>m = Momentum m - r g</c>, <c>w += m</c>;
/// with <see cref="Nesterov"/>: <c>w += Momentum m - r g</c>.
/// </summary>
public sealed class Sgd : Optimizer
{
    /// <summary>Gradient descent with Keras's defaults.</summary>
    public Sgd() => LearningRate = 0.01;

    /// <inheritdoc/>
    public override string ClassName => "SGD";

    /// <summary>How much of the last step goes into the next.</summary>
    public double Momentum { get; init; }

    /// <summary>Whether the momentum is applied ahead (Nesterov, 1983).</summary>
    public bool Nesterov { get; init; }

    /// <summary>m, with momentum.</summary>
    internal override int SlotCount => Momentum != 0 ? 1 : 0;

    internal override IReadOnlyDictionary<string, object?> Config
    {
        get
        {
            Dictionary<string, object?> config = BaseConfig("sgd");
            config["momentum"] = Momentum;
            config["nesterov"] = Nesterov;
            return config;
        }
    }

    private protected override void Update(OptimizerStep step, Span<float> weights, Span<float> gradient, ReadOnlySpan<float> squares, OptimizerSlots slots)
    {
        if (Momentum == 0)
            OptimizerKernel.Run(new DescendStep((float)step.Rate), weights, gradient, default, default);
        else
            OptimizerKernel.Run(new MomentumStep((float)step.Rate, (float)Momentum, Nesterov), weights, gradient, default, slots);
    }

    private readonly struct MomentumStep(float rate, float momentum, bool nesterov) : IOptimizerStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<S, V, I>(ref V w, V g, V q, ref V a, ref V b, ref V c)
            where S : struct, ISimd<V, I>
            where V : struct
            where I : struct
        {
            V change = S.Multiply(S.Set(-rate), g);
            a = Elementary<S, V, I>.FlushSubnormal(S.Fma(S.Set(momentum), a, change));
            w = S.Add(w, nesterov ? S.Fma(S.Set(momentum), a, change) : a);
        }
    }
}

/// <summary>w -= rate * g.</summary>
internal readonly struct DescendStep(float rate) : IOptimizerStep
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Invoke<S, V, I>(ref V w, V g, V q, ref V a, ref V b, ref V c)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct => w = S.Fma(S.Set(-rate), g, w);
}
