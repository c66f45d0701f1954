using System.Diagnostics;
using Unroll.Kernels;

namespace Bench;

/// <summary>A function's largest error over all floats.</summary>
/// <param name="Function">Its name.</param>
/// <param name="Largest">In units of the last place, where the true result is a normal float.</param>
/// <param name="At">Where that is.</param>
/// <param name="Wrong">Arguments for which the result is not a number, infinite or subnormal and shouldn't be, or the other way round.</param>
/// <param name="Arguments">How many were tried.</param>
internal sealed record UlpError(string Function, double Largest, float At, long Wrong, long Arguments);

/// <summary>The elementary functions against double-precision ones, over all 2^32 floats.</summary>
internal static class UlpPlan
{
    private const int ChunkBits = 16;
    private const int Chunks = 1 << (32 - ChunkBits);

    /// <summary>A quick look takes one chunk in this many, and so does the guess at the time.</summary>
    private const int QuickStride = 61;
    private const int GuessStride = 4099;

    private delegate void Kernel(ReadOnlySpan<float> x, Span<float> y);

    private static readonly (string Name, Kernel Kernel, Func<double, double> Reference)[] s_functions =
    [
        ("exp", Of<ExpOp>(), Math.Exp),
        ("expm1", Of<Expm1Op>(), References.Expm1),
        ("tanh", Of<TanhOp>(), Math.Tanh),
        ("sigmoid", Of<SigmoidOp>(), References.Sigmoid),
        ("log", Of<LogOp>(), Math.Log),
        ("log1p", Of<Log1pOp>(), References.Log1p),
        ("softplus", Of<SoftplusOp>(), References.Softplus),
        ("erf", Of<ErfOp>(), References.Erf),
    ];

    public static Results Run(Results results)
    {
        int stride = results.Quick ? QuickStride : 1;
        long start = Stopwatch.GetTimestamp();
        foreach (var (_, kernel, reference) in s_functions)
        {
            Try("", kernel, reference, GuessStride);
        }
        double minutes = Stopwatch.GetElapsedTime(start).TotalMinutes * GuessStride / stride;
        Console.Error.WriteLine($"{s_functions.Length} functions, about {minutes:F1} minutes on an idle machine.");
        results.Ulps.AddRange(s_functions.Select(f => Try(f.Name, f.Kernel, f.Reference, stride)));
        return results;
    }

    private static Kernel Of<TOp>()
        where TOp : struct, IElementwise => static (x, y) => Elementwise.Apply(new TOp(), x, y);

    private static UlpError Try(string name, Kernel kernel, Func<double, double> reference, int stride)
    {
        var gate = new Lock();
        var total = new UlpError(name, 0, 0, 0, 0);
        Parallel.For(0, (Chunks + stride - 1) / stride, chunk =>
        {
            UlpError found = TryChunk(name, kernel, reference, (uint)(chunk * stride) << ChunkBits);
            lock (gate)
            {
                total = Worse(total, found);
            }
        });
        return total;
    }

    private static UlpError Worse(UlpError a, UlpError b)
    {
        // Chunks end in any order: of equal errors the one at the smaller argument counts.
        bool second = b.Largest > a.Largest || (b.Largest == a.Largest && b.At < a.At);
        UlpError worse = second ? b : a;
        return worse with { Wrong = a.Wrong + b.Wrong, Arguments = a.Arguments + b.Arguments };
    }

    private static UlpError TryChunk(string name, Kernel kernel, Func<double, double> reference, uint first)
    {
        var x = new float[1 << ChunkBits];
        var y = new float[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = BitConverter.UInt32BitsToSingle(first + (uint)i);
        }
        kernel(x, y);
        var worst = new UlpError(name, 0, 0, 0, x.Length);
        for (int i = 0; i < x.Length; i++)
        {
            double expected = reference(x[i]);
            if (!Ulps.AreOfOneKind(y[i], expected))
            {
                worst = worst with { Wrong = worst.Wrong + 1 };
            }
            else if (Ulps.Error(y[i], expected) is var error && error > worst.Largest)
            {
                worst = worst with { Largest = error, At = x[i] };
            }
        }
        return worst;
    }
}
