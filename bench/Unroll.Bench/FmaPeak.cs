using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Bench;

/// <summary>The fused multiply-adds that the machine can do in a second, with its widest vectors, in GFLOP/s.</summary>
/// <param name="OneThread">On one core.</param>
/// <param name="AllThreads">On all cores at once.</param>
internal sealed record FmaPeak(double OneThread, double AllThreads)
{
    private const int Chains = 12;
    private const long Steps = 10_000_000;
    private const int Tries = 5;

    public static FmaPeak Measure()
    {
        Best(1);
        return new FmaPeak(Best(1), Best(Environment.ProcessorCount));
    }

    private static double Best(int threads) => Enumerable.Range(0, Tries).Max(_ => Once(threads));

    private static double Once(int threads)
    {
        using var start = new Barrier(threads + 1);
        using var end = new Barrier(threads + 1);
        for (int i = 0; i < threads; i++)
        {
            new Thread(() =>
            {
                start.SignalAndWait();
                Work();
                end.SignalAndWait();
            }).Start();
        }
        start.SignalAndWait();
        long from = Stopwatch.GetTimestamp();
        end.SignalAndWait();
        int lanes = Avx512F.IsSupported ? 16 : Fma.IsSupported ? 8 : 4;
        return 2.0 * lanes * Chains * Steps * threads / Stopwatch.GetElapsedTime(from).TotalSeconds / 1e9;
    }

    private static float Work() =>
        Avx512F.IsSupported ? Chain512(Steps) : Fma.IsSupported ? Chain256(Steps) : Chain128(Steps);

    // Twelve sums that don't wait for each other keep both multiply-add units busy.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Chain512(long steps)
    {
        Vector512<float> a = Vector512.Create(0.999f), b = Vector512.Create(0.001f);
        Vector512<float> s0 = b, s1 = b, s2 = b, s3 = b, s4 = b, s5 = b, s6 = b, s7 = b, s8 = b, s9 = b, s10 = b, s11 = b;
        for (long i = 0; i < steps; i++)
        {
            (s0, s1, s2) = (Avx512F.FusedMultiplyAdd(s0, a, b), Avx512F.FusedMultiplyAdd(s1, a, b), Avx512F.FusedMultiplyAdd(s2, a, b));
            (s3, s4, s5) = (Avx512F.FusedMultiplyAdd(s3, a, b), Avx512F.FusedMultiplyAdd(s4, a, b), Avx512F.FusedMultiplyAdd(s5, a, b));
            (s6, s7, s8) = (Avx512F.FusedMultiplyAdd(s6, a, b), Avx512F.FusedMultiplyAdd(s7, a, b), Avx512F.FusedMultiplyAdd(s8, a, b));
            (s9, s10, s11) = (Avx512F.FusedMultiplyAdd(s9, a, b), Avx512F.FusedMultiplyAdd(s10, a, b), Avx512F.FusedMultiplyAdd(s11, a, b));
        }
        return Vector512.Sum(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9 + s10 + s11);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Chain256(long steps)
    {
        Vector256<float> a = Vector256.Create(0.999f), b = Vector256.Create(0.001f);
        Vector256<float> s0 = b, s1 = b, s2 = b, s3 = b, s4 = b, s5 = b, s6 = b, s7 = b, s8 = b, s9 = b, s10 = b, s11 = b;
        for (long i = 0; i < steps; i++)
        {
            (s0, s1, s2) = (Fma.MultiplyAdd(s0, a, b), Fma.MultiplyAdd(s1, a, b), Fma.MultiplyAdd(s2, a, b));
            (s3, s4, s5) = (Fma.MultiplyAdd(s3, a, b), Fma.MultiplyAdd(s4, a, b), Fma.MultiplyAdd(s5, a, b));
            (s6, s7, s8) = (Fma.MultiplyAdd(s6, a, b), Fma.MultiplyAdd(s7, a, b), Fma.MultiplyAdd(s8, a, b));
            (s9, s10, s11) = (Fma.MultiplyAdd(s9, a, b), Fma.MultiplyAdd(s10, a, b), Fma.MultiplyAdd(s11, a, b));
        }
        return Vector256.Sum(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9 + s10 + s11);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Chain128(long steps)
    {
        Vector128<float> a = Vector128.Create(0.999f), b = Vector128.Create(0.001f);
        Vector128<float> s0 = b, s1 = b, s2 = b, s3 = b, s4 = b, s5 = b, s6 = b, s7 = b, s8 = b, s9 = b, s10 = b, s11 = b;
        for (long i = 0; i < steps; i++)
        {
            (s0, s1, s2) = (Vector128.FusedMultiplyAdd(s0, a, b), Vector128.FusedMultiplyAdd(s1, a, b), Vector128.FusedMultiplyAdd(s2, a, b));
            (s3, s4, s5) = (Vector128.FusedMultiplyAdd(s3, a, b), Vector128.FusedMultiplyAdd(s4, a, b), Vector128.FusedMultiplyAdd(s5, a, b));
            (s6, s7, s8) = (Vector128.FusedMultiplyAdd(s6, a, b), Vector128.FusedMultiplyAdd(s7, a, b), Vector128.FusedMultiplyAdd(s8, a, b));
            (s9, s10, s11) = (Vector128.FusedMultiplyAdd(s9, a, b), Vector128.FusedMultiplyAdd(s10, a, b), Vector128.FusedMultiplyAdd(s11, a, b));
        }
        return Vector128.Sum(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9 + s10 + s11);
    }
}
