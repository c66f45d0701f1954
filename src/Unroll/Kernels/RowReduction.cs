using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Unroll.Kernels;

/// <summary>One step of a reduction in each lane, and the joining of two lanes.</summary>
internal interface IReductionStep
{
    /// <summary>Where the lanes begin.</summary>
    float Start { get; }

    V Step<S, V, I>(V lanes, V x, V y)
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct;

    float Join(float a, float b);
}

/// <summary>Reductions along a row in 16 lanes whatever the width: element i in lane i mod 16, in order of i; then lanes 8, 4, 2 and 1 apart are joined.</summary>
internal static class RowReduction
{
    private const int Lanes = 16;

    /// <summary>The sum of x.</summary>
    public static float Sum(ReadOnlySpan<float> x) => Reduce(default(SumStep), x, x, Simd.Best);

    /// <summary>The sum of x y.</summary>
    public static float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y) => Reduce(default(DotStep), x, y, Simd.Best);

    public static float Reduce<TStep>(TStep step, ReadOnlySpan<float> x, ReadOnlySpan<float> y, SimdWidth width)
        where TStep : struct, IReductionStep => width switch
        {
            SimdWidth.V512 => Reduce<TStep, Simd512, Vector512<float>, Vector512<int>>(step, x, y),
            SimdWidth.V256 => Reduce<TStep, Simd256, Vector256<float>, Vector256<int>>(step, x, y),
            SimdWidth.V128 => Reduce<TStep, Simd128, Vector128<float>, Vector128<int>>(step, x, y),
            _ => Reduce<TStep, SimdScalar, float, int>(step, x, y),
        };

    public static float Reduce<TStep, S, V, I>(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
        where TStep : struct, IReductionStep
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct => Reduce<TStep, S, V, I>(default, x, y);

    public static unsafe float Reduce<TStep, S, V, I>(TStep step, ReadOnlySpan<float> x, ReadOnlySpan<float> y)
        where TStep : struct, IReductionStep
        where S : struct, ISimd<V, I>
        where V : struct
        where I : struct
    {
        if (y.Length != x.Length)
            Throw.Argument($"A reduction's operands have lengths {x.Length} and {y.Length}. Pass spans of one length.");

        float* lanes = stackalloc float[Lanes];
        new Span<float>(lanes, Lanes).Fill(step.Start);
        int whole = x.Length - x.Length % Lanes;
        fixed (float* px = x, py = y)
        {
            for (int j = 0; j < Lanes; j += S.Lanes)
            {
                V lane = S.Load(lanes + j);
                for (int i = j; i < whole; i += Lanes)
                    lane = step.Step<S, V, I>(lane, S.Load(px + i), S.Load(py + i));
                S.Store(lanes + j, lane);
            }

            // The rest lane by lane: there is nothing to pad with that suits every step.
            for (int i = whole; i < x.Length; i++)
                lanes[i - whole] = step.Step<SimdScalar, float, int>(lanes[i - whole], px[i], py[i]);
        }

        for (int apart = Lanes / 2; apart > 0; apart /= 2)
        {
            for (int i = 0; i < apart; i++)
                lanes[i] = step.Join(lanes[i], lanes[i + apart]);
        }

        return lanes[0];
    }
}
