using System.Runtime.Intrinsics;
using Unroll.Kernels;

namespace Unroll;

/// <summary>What <see cref="Adam"/> and <see cref="AdamW"/> have in common: Adam's step, with its options.</summary>
public abstract class AdamBase : MomentOptimizer
{
    private protected AdamBase(string kerasName)
        : base(kerasName)
    {
    }

    /// <summary>Divides by the largest v so far instead of v (Reddi et al., 2018).</summary>
    public bool AmsGrad { get; init; }

    /// <summary>m, v and with <see cref="AmsGrad"/> the largest v.</summary>
    internal override int SlotCount => AmsGrad ? 3 : 2;

    internal override IReadOnlyDictionary<string, object?> Config
    {
        get
        {
            Dictionary<string, object?> config = MomentConfig();
            config["amsgrad"] = AmsGrad;
            return config;
        }
    }

    private protected override void Update(OptimizerStep step, Span<float> weights, Span<float> gradient, ReadOnlySpan<float> squares, OptimizerSlots slots) =>
        Update(step, weights, gradient, squares, slots, Simd.Best);

    internal void Update(
        OptimizerStep step, Span<float> weights, ReadOnlySpan<float> gradient, ReadOnlySpan<float> squares, OptimizerSlots slots, SimdWidth width)
    {
        AdamScalars scalars = new(
            (float)(step.Rate * Math.Sqrt(1 - BetaPower(Beta2, step.Number)) / (1 - BetaPower(Beta1, step.Number))),
            (float)(1 - Beta1), (float)(1 - Beta2), (float)Epsilon);
        Span<float> m = slots.First[..weights.Length], v = slots.Second[..weights.Length];
        Span<float> largest = AmsGrad ? slots.Third[..weights.Length] : default;
        switch (width)
        {
            case SimdWidth.V512: AdamKernel<Simd512, Vector512<float>, Vector512<int>>.Run(scalars, weights, gradient, squares, m, v, largest); break;
            case SimdWidth.V256: AdamKernel<Simd256, Vector256<float>, Vector256<int>>.Run(scalars, weights, gradient, squares, m, v, largest); break;
            case SimdWidth.V128: AdamKernel<Simd128, Vector128<float>, Vector128<int>>.Run(scalars, weights, gradient, squares, m, v, largest); break;
            default: AdamKernel<SimdScalar, float, int>.Run(scalars, weights, gradient, squares, m, v, largest); break;
        }
    }
}
