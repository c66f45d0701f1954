using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Unroll.Kernels;

/// <summary>The kernels at one vector width. All widths give the same bits.</summary>
internal abstract class KernelSet
{
    /// <summary>The widest that the processor has.</summary>
    public static KernelSet Best { get; } = FindBest();

    /// <summary>Floats in a vector.</summary>
    public abstract int Lanes { get; }

    private static KernelSet FindBest()
    {
        if (!Simd.HasFma)
        {
            Console.Error.WriteLine("Unroll: this build or this processor has no fused multiply-add, so it computes slowly; the results are the same. Publish ahead of time with <IlcInstructionSet>x86-64-v3</IlcInstructionSet>, or use a processor with AVX2 and FMA.");
        }
        return For(Simd.Best);
    }

    /// <summary>The kernels of one width.</summary>
    public static KernelSet For(SimdWidth width) => width switch
    {
        SimdWidth.V512 => new KernelSet<Simd512, Vector512<float>, Vector512<int>>(),
        SimdWidth.V256 => new KernelSet<Simd256, Vector256<float>, Vector256<int>>(),
        SimdWidth.V128 => new KernelSet<Simd128, Vector128<float>, Vector128<int>>(),
        _ => new KernelSet<SimdScalar, float, int>(),
    };

    /// <summary>c += a · b for rows of a, [rows, depth], with b packed in groups (see <see cref="Packing"/>) and c's rows padded to whole groups of 16.</summary>
    public abstract void Product(int rows, int depth, ReadOnlySpan<float> a, int aStride, ReadOnlySpan<float> packed, Span<float> c, int cStride);

    /// <summary>c = begin + a · b, where each row of c begins with the same numbers, <paramref name="cStride"/> of them, or with zeros if there are none.</summary>
    public abstract void Product(ReadOnlySpan<float> begin, int rows, int depth, ReadOnlySpan<float> a, int aStride, ReadOnlySpan<float> packed, Span<float> c, int cStride);

    /// <summary>c += aᵀ · b, where a is [depth, rows of c] (and more columns to its right) and b's rows are padded to whole groups; k runs over depth upwards.</summary>
    public abstract void TransposedProduct(int rows, int depth, ReadOnlySpan<float> a, int aStride, ReadOnlySpan<float> b, int bStride, Span<float> c, int cStride);

    /// <summary>A recurrent layer's forward scan over the steps [from, to), for the part that a worker owns.</summary>
    public abstract void ScanForward(ScanState state, in ScanPart part, int from, int to);

    /// <summary>A recurrent layer's backward scan from the step before <paramref name="to"/> down to <paramref name="from"/>, for the part that a worker owns.</summary>
    public abstract void ScanBackward(ScanState state, in ScanPart part, int from, int to);

    /// <summary>What the recurrent product sees of h before a step, where there is recurrent dropout.</summary>
    public abstract void ScanDrop(ScanState state, in ScanPart part, int step, int rows);

    /// <summary>z += x · kernel on some rows and blocks, before the scan.</summary>
    public abstract void ProjectInputs(Projection projection, int fromRow, int toRow, int fromBlock, int toBlock);

    /// <summary>dx = dz · kernelᵀ on some rows, after the scan.</summary>
    public abstract void ProjectBack(Projection projection, int fromRow, int toRow, Span<float> dx);

    /// <summary>Part of a weight's gradient from the steps [from, to), after their scan.</summary>
    public abstract void AddWeightGradient(in WeightGradientPart part, Span<float> gradient, int from, int to);

    /// <summary>Part of the input kernel's gradient from the sums' gradients by table entry: Eᵀ · sums.</summary>
    public abstract void AddEntryGradient(in WeightGradientPart part, Span<float> gradient, int entries, FloatBuffer sums);

    /// <summary>Adds up a block's sums' gradients over rows that still stand in the prefix, step by step from <paramref name="from"/> to before <paramref name="to"/>, into the prefix's own.</summary>
    public abstract void SumPrefix(ScanState state, int block, int from, int to);

    /// <summary>Adds up a block's sums' gradients of the steps [from, to) by table entry.</summary>
    public abstract void SumByEntry(ScanState state, int block, int from, int to, FloatBuffer sums);
}

/// <inheritdoc/>
internal sealed unsafe class KernelSet<S, V, I> : KernelSet
    where S : struct, ISimd<V, I>
    where V : struct
    where I : struct
{
    private static readonly float[] s_one = GC.AllocateArray<float>(1, pinned: true);

    private static readonly float[] s_zeros = new float[PanelLayout.Width];

    static KernelSet() => s_one[0] = 1;

    public override int Lanes => S.Lanes;

    public override void Product(int rows, int depth, ReadOnlySpan<float> a, int aStride, ReadOnlySpan<float> packed, Span<float> c, int cStride)
    {
        fixed (float* pa = a, pb = packed, pc = c)
        {
            BlockedProduct<S, V, I>.Multiply(pc, cStride, PanelLayout.Width, rows, depth, pa, aStride, pb, pc, cStride);
        }
    }

    public override void Product(ReadOnlySpan<float> begin, int rows, int depth, ReadOnlySpan<float> a, int aStride, ReadOnlySpan<float> packed, Span<float> c, int cStride)
    {
        fixed (float* pa = a, pb = packed, pc = c, given = begin, zeros = s_zeros)
        {
            BlockedProduct<S, V, I>.Multiply(begin.IsEmpty ? zeros : given, 0, begin.IsEmpty ? 0 : PanelLayout.Width, rows, depth, pa, aStride, pb, pc, cStride);
        }
    }

    public override void TransposedProduct(int rows, int depth, ReadOnlySpan<float> a, int aStride, ReadOnlySpan<float> b, int bStride, Span<float> c, int cStride)
    {
        fixed (float* pa = a, pb = b, pc = c)
        {
            if (rows > CopiedProduct<S, V, I>.FewRows && depth >= PanelLayout.Width && cStride >= PanelLayout.Width)
            {
                AddCopied(rows, depth, pa, aStride, pb, bStride, pc, cStride);
                return;
            }
            for (int first = 0; first < depth; first += Gemm<S, V, I>.DepthBlock)
            {
                LeftOperand left = new(pa + ((nint)first * aStride), 1, Math.Min(Gemm<S, V, I>.DepthBlock, depth - first), aStride);
                float* right = pb + ((nint)first * bStride);
                for (int column = 0; column < cStride; column += PanelLayout.Width)
                {
                    int groups = Math.Min(PanelLayout.Width, cStride - column) / PanelLayout.Group;
                    Gemm<S, V, I>.Panel(rows, groups, left, new RightOperand(right + column, bStride), pc + column, cStride);
                }
            }
        }
    }

    private static void AddCopied(int rows, int depth, float* a, nint aRow, float* b, nint bRow, float* c, int cRow)
    {
        float** aRows = stackalloc float*[CopiedProduct<S, V, I>.MaxDepth];
        float** bRows = stackalloc float*[CopiedProduct<S, V, I>.MaxDepth];
        var panels = new MatrixPanels(cRow);
        for (int first = 0; first < depth; first += CopiedProduct<S, V, I>.MaxDepth)
        {
            int block = Math.Min(CopiedProduct<S, V, I>.MaxDepth, depth - first);
            for (int k = 0; k < block; k++)
            {
                aRows[k] = a + ((first + k) * aRow);
                bRows[k] = b + ((first + k) * bRow);
            }
            CopiedProduct<S, V, I>.Add(panels, (0, rows), (0, panels.Count), aRows, bRows, block, c, ends: false);
        }
    }

    public override void ScanForward(ScanState state, in ScanPart part, int from, int to)
    {
        switch (state.Layout.Cell)
        {
            case CellKind.Lstm:
                Scan<S, V, I, LstmCell<S, V, I>>.Forward(state, part, from, to);
                break;
            case CellKind.Gru:
                Scan<S, V, I, GruCell<S, V, I>>.Forward(state, part, from, to);
                break;
            case CellKind.GruResetBefore:
                Scan<S, V, I, GruResetBeforeCell<S, V, I>>.Forward(state, part, from, to);
                break;
            default:
                Scan<S, V, I, SimpleRnnCell<S, V, I>>.Forward(state, part, from, to);
                break;
        }
    }

    public override void ScanBackward(ScanState state, in ScanPart part, int from, int to)
    {
        switch (state.Layout.Cell)
        {
            case CellKind.Lstm:
                Scan<S, V, I, LstmCell<S, V, I>>.Backward(state, part, from, to);
                break;
            case CellKind.Gru:
                Scan<S, V, I, GruCell<S, V, I>>.Backward(state, part, from, to);
                break;
            case CellKind.GruResetBefore:
                Scan<S, V, I, GruResetBeforeCell<S, V, I>>.Backward(state, part, from, to);
                break;
            default:
                Scan<S, V, I, SimpleRnnCell<S, V, I>>.Backward(state, part, from, to);
                break;
        }
    }

    public override void ScanDrop(ScanState state, in ScanPart part, int step, int rows) =>
        Scan<S, V, I, SimpleRnnCell<S, V, I>>.Drop(state, part, step, rows);

    public override void ProjectInputs(Projection projection, int fromRow, int toRow, int fromBlock, int toBlock) =>
        RecurrentProducts<S, V, I>.ProjectInputs(projection, fromRow, toRow, fromBlock, toBlock);

    public override void ProjectBack(Projection projection, int fromRow, int toRow, Span<float> dx)
    {
        fixed (float* p = dx)
        {
            RecurrentProducts<S, V, I>.ProjectBack(projection, fromRow, toRow, p);
        }
    }

    public override void AddWeightGradient(in WeightGradientPart part, Span<float> gradient, int from, int to)
    {
        fixed (float* one = s_one, target = gradient)
        {
            RecurrentProducts<S, V, I>.AddWeightGradient(part, target, from, to, one);
        }
    }

    public override void AddEntryGradient(in WeightGradientPart part, Span<float> gradient, int entries, FloatBuffer sums)
    {
        fixed (float* target = gradient)
        {
            RecurrentProducts<S, V, I>.AddEntryGradient(part, target, entries, sums);
        }
    }

    public override void SumPrefix(ScanState state, int block, int from, int to)
    {
        fixed (float* one = s_one)
        {
            RecurrentProducts<S, V, I>.SumPrefix(state, block, from, to, one);
        }
    }

    public override void SumByEntry(ScanState state, int block, int from, int to, FloatBuffer sums) =>
        RecurrentProducts<S, V, I>.SumByEntry(state, block, from, to, sums);
}

/// <summary>The panels of a plain matrix, whose rows are padded to whole groups, from one of the same.</summary>
internal readonly struct MatrixPanels(int stride) : IProductPanels
{
    public int Count => (stride + PanelLayout.Width - 1) / PanelLayout.Width;

    public int GroupsOf(int panel) => Math.Min(PanelLayout.GroupsInPanel, (stride / PanelLayout.Group) - (panel * PanelLayout.GroupsInPanel));

    public nint SourceOf(int panel, int group) => (panel * PanelLayout.Width) + (group * PanelLayout.Group);

    public nint PlaceOf(int row, int panel) => ((nint)row * stride) + (panel * PanelLayout.Width);

    public nint RowStride(int panel) => stride;
}

/// <summary>The address of a buffer, which never moves.</summary>
internal static unsafe class FloatBufferAddress
{
    public static float* Address(this FloatBuffer buffer) => (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(buffer.Span));
}
