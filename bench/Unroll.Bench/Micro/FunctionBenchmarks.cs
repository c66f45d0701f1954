using BenchmarkDotNet.Attributes;
using Unroll.Kernels;

namespace Bench;

/// <summary>Elementary functions on what the first-level cache holds, for each vector of the widest kind.</summary>
public class FunctionBenchmarks
{
    private const int Vectors = 128;

    private readonly float[] _x = Numbers.Uniform(9, Vectors * Lanes, 4);
    private readonly float[] _y = new float[Vectors * Lanes];

    private static int Lanes => KernelSet.Best.Lanes;

    /// <summary>e^x.</summary>
    [Benchmark(OperationsPerInvoke = Vectors)]
    public void Exp() => Elementwise.Apply(new ExpOp(), _x, _y);

    /// <summary>e^x - 1.</summary>
    [Benchmark(OperationsPerInvoke = Vectors)]
    public void Expm1() => Elementwise.Apply(new Expm1Op(), _x, _y);

    /// <summary>The hyperbolic tangent.</summary>
    [Benchmark(OperationsPerInvoke = Vectors)]
    public void Tanh() => Elementwise.Apply(new TanhOp(), _x, _y);

    /// <summary>1 / (1 + e^-x).</summary>
    [Benchmark(OperationsPerInvoke = Vectors)]
    public void Sigmoid() => Elementwise.Apply(new SigmoidOp(), _x, _y);

    /// <summary>The natural logarithm.</summary>
    [Benchmark(OperationsPerInvoke = Vectors)]
    public void Log() => Elementwise.Apply(new LogOp(), _x, _y);

    /// <summary>log(1 + x).</summary>
    [Benchmark(OperationsPerInvoke = Vectors)]
    public void Log1p() => Elementwise.Apply(new Log1pOp(), _x, _y);

    /// <summary>log(1 + e^x).</summary>
    [Benchmark(OperationsPerInvoke = Vectors)]
    public void Softplus() => Elementwise.Apply(new SoftplusOp(), _x, _y);

    /// <summary>The error function.</summary>
    [Benchmark(OperationsPerInvoke = Vectors)]
    public void Erf() => Elementwise.Apply(new ErfOp(), _x, _y);
}
