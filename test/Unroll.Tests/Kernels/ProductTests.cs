using System.Runtime.Intrinsics;
using Unroll.Kernels;
using Unroll.Tests.Reference;

namespace Unroll.Tests.Kernels;

/// <summary>Products at every width against their definition: one chain of fused multiply-adds for each element, k upwards, from what stands in c.</summary>
public class ProductTests
{
    public static TheoryData<int, int, int> Shapes => new MatrixTheoryData<int, int, int>([1, 2, 5, 6, 7, 13], [1, 7, 128, 300], [1, 16, 17, 65, 130]);

    [Theory]
    [MemberData(nameof(Shapes))]
    [InlineData(270, 300, 560)]
    [InlineData(13, 1021, 130)]
    [InlineData(140, 300, 1020)]
    public void Product_AnyShape_IsOneChainAnElement(int rows, int depth, int columns)
    {
        var samples = new Samples((ulong)(rows + depth + columns));
        int stride = PanelLayout.Padded(columns), aStride = depth + 3;
        float[] a = samples.Floats(rows * aStride), b = samples.Floats(depth * columns), c = Padded(samples.Floats(rows * columns), rows, columns);
        float[] packed = new float[depth * stride], expected = [.. c];
        Packing.Pack(b, depth, columns, packed);
        ForEach(rows, columns, (i, j) =>
        {
            for (int k = 0; k < depth; k++)
            {
                expected[(i * stride) + j] = MathF.FusedMultiplyAdd(a[(i * aStride) + k], b[(k * columns) + j], expected[(i * stride) + j]);
            }
        });
        AtEveryWidth(c, expected, (kernels, result) => kernels.Product(rows, depth, a, aStride, packed, result, stride));
    }

    [Theory]
    [InlineData(3, 20, 65)]
    [InlineData(140, 300, 130)]
    [InlineData(140, 1021, 1020)]
    public void Product_FromABeginning_IsThatOfRowsFilledWithIt(int rows, int depth, int columns)
    {
        var samples = new Samples(8);
        int stride = PanelLayout.Padded(columns), aStride = depth + 3;
        float[] a = samples.Floats(rows * aStride), b = samples.Floats(depth * columns), beginning = Padded(samples.Floats(columns), 1, columns);
        float[] packed = new float[depth * stride], ofBeginning = new float[rows * stride], ofZeros = new float[rows * stride];
        Packing.Pack(b, depth, columns, packed);
        ForEach(rows, stride, (i, j) => ofBeginning[(i * stride) + j] = beginning[j]);
        KernelSet.Best.Product(rows, depth, a, aStride, packed, ofBeginning, stride);
        KernelSet.Best.Product(rows, depth, a, aStride, packed, ofZeros, stride);
        AtEveryWidth(Stale(rows * stride), ofBeginning, (kernels, result) => kernels.Product(beginning, rows, depth, a, aStride, packed, result, stride));
        AtEveryWidth(Stale(rows * stride), ofZeros, (kernels, result) => kernels.Product([], rows, depth, a, aStride, packed, result, stride));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    [InlineData(270, 300, 560)]
    [InlineData(1030, 67, 80)]
    public void TransposedProduct_AnyShape_IsOneChainAnElement(int rows, int depth, int columns)
    {
        var samples = new Samples((ulong)(rows + depth + columns));
        int stride = PanelLayout.Padded(columns), aStride = rows + 3;
        float[] a = samples.Floats(depth * aStride), b = Padded(samples.Floats(depth * columns), depth, columns), c = Padded(samples.Floats(rows * columns), rows, columns);
        float[] expected = [.. c];
        ForEach(rows, columns, (i, j) =>
        {
            for (int k = 0; k < depth; k++)
            {
                expected[(i * stride) + j] = MathF.FusedMultiplyAdd(a[(k * aStride) + i], b[(k * stride) + j], expected[(i * stride) + j]);
            }
        });
        AtEveryWidth(c, expected, (kernels, result) => kernels.TransposedProduct(rows, depth, a, aStride, b, stride, result, stride));
    }

    public static TheoryData<int, int> Panels => new MatrixTheoryData<int, int>([1, 2, 3, 4, 5, 6, 7], [1, 2, 3, 4]);

    [Theory]
    [MemberData(nameof(Panels))]
    public void Panel_RowsAndGroups_LeavesOtherColumnsAlone(int rows, int groups)
    {
        Check<Simd256, Vector256<float>, Vector256<int>>();
        Check<Simd128, Vector128<float>, Vector128<int>>();
        Check<SimdScalar, float, int>();

        unsafe void Check<S, V, I>()
            where S : struct, ISimd<V, I>
            where V : struct
            where I : struct
        {
            const int Depth = 5, Row = PanelLayout.Width + PanelLayout.Group;

            // What isn't to be touched would become NaN even if only 0 were added.
            float[] a = new float[rows * Depth], b = new float[Depth * PanelLayout.Width], c = new float[rows * Row];
            a.AsSpan().Fill(float.PositiveInfinity);
            b.AsSpan().Fill(1);
            c.AsSpan().Fill(3);
            fixed (float* pa = a, pb = b, pc = c)
            {
                Gemm<S, V, I>.Panel(rows, groups, new LeftOperand(pa, Depth, Depth), RightOperand.Packed(pb, Depth), pc, Row);
            }
            for (int i = 0; i < c.Length; i++)
            {
                Assert.Equal(i % Row < groups * PanelLayout.Group ? float.PositiveInfinity : 3, c[i]);
            }
        }
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(7, 64)]
    [InlineData(5, 100)]
    [InlineData(100, 70)]
    public void Pack_Matrix_StandsInGroupsWithZerosBehind(int rows, int columns)
    {
        float[] matrix = new Samples(4).Floats(rows * columns);
        float[] packed = Stale(rows * PanelLayout.Padded(columns)), transposed = Stale(columns * PanelLayout.Padded(rows));
        Packing.Pack(matrix, rows, columns, packed);
        Packing.PackTransposed(matrix, rows, columns, transposed);
        ForEach(rows, PanelLayout.Padded(columns), (k, j) => Assert.Equal(j < columns ? matrix[(k * columns) + j] : 0, packed[At(k, j, rows)]));
        ForEach(columns, PanelLayout.Padded(rows), (k, j) => Assert.Equal(j < rows ? matrix[(j * columns) + k] : 0, transposed[At(k, j, columns)]));
    }

    /// <summary>Where an element stands in [group][k][16].</summary>
    private static int At(int k, int j, int depth) => (j / PanelLayout.Group * PanelLayout.Group * depth) + (k * PanelLayout.Group) + (j % PanelLayout.Group);

    public static TheoryData<int, int> Layouts => new MatrixTheoryData<int, int>([.. Enum.GetValues<CellKind>().Cast<int>()], [1, 7, 16, 17, 33, 64, 100, 130]);

    [Theory]
    [MemberData(nameof(Layouts))]
    public void GateColumns_PackAndUnpack_GiveTheMatrixBack(int cell, int units)
    {
        const int Depth = 5;
        RecurrentLayer layer = new RecurrentOptions((CellKind)cell).NewLayer(units);
        var layout = new GateLayout((CellKind)cell, units);
        foreach (int[] gates in new[] { layer.InputGates, layer.RecurrentGates })
        {
            var columns = new GateColumns(layout, gates);
            float[] matrix = new Samples(6).Floats(Depth * layer.Gates * units), packed = Stale(Depth * columns.Width), back = new float[matrix.Length];
            columns.Pack(matrix, Depth, packed, 0, layout.Blocks);
            columns.AddUnpacked(Ungrouped(packed, columns, Depth), Depth, back, 0, layout.Blocks);
            ForEach(Depth, matrix.Length / Depth, (k, j) =>
                Assert.Equal(gates.Contains(j / units) ? matrix[(k * matrix.Length / Depth) + j] : 0, back[(k * matrix.Length / Depth) + j]));
            Assert.Equal(back.Count(v => v != 0), packed.Count(v => v != 0));
        }
    }

    /// <summary>From [block][group][k][16] to [block][k][column].</summary>
    private static float[] Ungrouped(float[] packed, GateColumns columns, int depth)
    {
        var panels = new float[packed.Length];
        for (int b = 0; b < columns.Layout.Blocks; b++)
        {
            int start = columns.Before(b) * depth, width = columns.WidthOf(b);
            ForEach(depth, width, (k, j) => panels[start + (k * width) + j] = packed[start + At(k, j, depth)]);
        }
        return panels;
    }

    private static void AtEveryWidth(float[] start, float[] expected, Action<KernelSet, float[]> product)
    {
        foreach (SimdWidth width in SimdWidths.Available)
        {
            float[] result = [.. start];
            product(KernelSet.For(width), result);
            SimdWidths.AssertSameBits(expected, result, width);
        }
    }

    private static void ForEach(int rows, int columns, Action<int, int> action)
    {
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                action(i, j);
            }
        }
    }

    private static float[] Padded(float[] matrix, int rows, int columns)
    {
        int stride = PanelLayout.Padded(columns);
        var padded = new float[rows * stride];
        ForEach(rows, columns, (i, j) => padded[(i * stride) + j] = matrix[(i * columns) + j]);
        return padded;
    }

    private static float[] Stale(int length)
    {
        var values = new float[length];
        Array.Fill(values, 99);
        return values;
    }
}
