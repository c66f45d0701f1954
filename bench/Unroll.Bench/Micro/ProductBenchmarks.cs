using BenchmarkDotNet.Attributes;
using Unroll.Kernels;

namespace Bench;

/// <summary>Square products on one core. The right side is packed beforehand, as weights are.</summary>
public class ProductBenchmarks
{
    private readonly FloatBuffer _a = new();
    private readonly FloatBuffer _b = new();
    private readonly FloatBuffer _packed = new();
    private readonly FloatBuffer _c = new();

    /// <summary>Rows, columns and depth.</summary>
    [Params(128, 256, 512, 1024)]
    public int Size { get; set; }

    /// <summary>Fills the matrices.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        foreach (FloatBuffer buffer in (ReadOnlySpan<FloatBuffer>)[_a, _b, _packed, _c])
        {
            buffer.Resize(Size * Size);
        }
        Numbers.Uniform(7, Size * Size, 1).CopyTo(_a.Span);
        Numbers.Uniform(8, Size * Size, 1).CopyTo(_b.Span);
        Packing.Pack(_b.Span, Size, Size, _packed.Span);
    }

    /// <summary>c += a · b. The sums grow, which costs nothing.</summary>
    [Benchmark(Description = "a · b")]
    public void Product() => KernelSet.Best.Product(Size, Size, _a.Span, Size, _packed.Span, _c.Span, Size);

    /// <summary>c += aᵀ · b, with b as it is.</summary>
    [Benchmark(Description = "aᵀ · b")]
    public void TransposedProduct() => KernelSet.Best.TransposedProduct(Size, Size, _a.Span, Size, _b.Span, Size, _c.Span, Size);
}
