using System.Runtime.CompilerServices;

namespace Unroll.Kernels;

/// <summary>The input's product of a recurrent layer: its operands, and where the sums stand.</summary>
/// <param name="Columns">The kernel's columns.</param>
/// <param name="Inputs">The number of features.</param>
/// <param name="X">The inputs, [row][features], in the order of the sums' rows.</param>
/// <param name="XStride">The row stride of <paramref name="X"/>.</param>
/// <param name="Kernel">The kernel's panels; transposed for the way back.</param>
/// <param name="Z">The sums, [block][row][64].</param>
/// <param name="BlockStride">The distance between its blocks.</param>
/// <param name="Bias">What the sums begin with, [block][64].</param>
internal readonly record struct Projection(GateColumns Columns, int Inputs, FloatBuffer X, int XStride, FloatBuffer Kernel, FloatBuffer Z, nint BlockStride, FloatBuffer Bias);

/// <summary>One matrix's gradient: the rows of a left operand times the sums' gradients, added up from the last step's last row to the first step's first.</summary>
/// <param name="State">The scan.</param>
/// <param name="Columns">The matrix's columns.</param>
/// <param name="A">The left operand, [step][row][stride]; null for ones, which gives a bias.</param>
/// <param name="AStride">Its row stride.</param>
/// <param name="Target">Where the gradient is added up: [block][row of the matrix][column].</param>
/// <param name="Rows">The matrix's rows.</param>
/// <param name="FromRow">The first row that the worker owns.</param>
/// <param name="ToRow">The end of its rows.</param>
/// <param name="FromBlock">The first block that the worker owns.</param>
/// <param name="ToBlock">The end of its blocks.</param>
internal readonly record struct WeightGradientPart(
    ScanState State, GateColumns Columns, FloatBuffer? A, int AStride, FloatBuffer Target, int Rows, int FromRow, int ToRow, int FromBlock, int ToBlock);

/// <summary>The products of a recurrent layer outside its scan.</summary>
internal static unsafe class RecurrentProducts<S, V, I>
    where S : struct, ISimd<V, I>
    where V : struct
    where I : struct
{
    /// <summary>Blocks of 64 columns of the gradients that make up the depth of a product.</summary>
    private const int BlocksAtOnce = Gemm<S, V, I>.DepthBlock / PanelLayout.Width;

    public static void ProjectInputs(Projection p, int fromRow, int toRow, int fromBlock, int toBlock)
    {
        GateColumns columns = p.Columns;
        int depthBlock = toRow - fromRow <= 6 ? p.Inputs : Gemm<S, V, I>.DepthBlock;
        int rowBlock = Gemm<S, V, I>.RowsAtOnce(toRow - fromRow);
        for (int first = fromRow; first < toRow; first += rowBlock)
        {
            int rows = Math.Min(rowBlock, toRow - first);
            for (int k = 0; k < p.Inputs; k += depthBlock)
            {
                LeftOperand a = new(p.X.Address() + ((nint)first * p.XStride) + k, p.XStride, Math.Min(depthBlock, p.Inputs - k));
                for (int b = fromBlock; b < toBlock; b++)
                {
                    RightOperand kernel = RightOperand.Packed(p.Kernel.Address() + ((nint)columns.Before(b) * p.Inputs) + (k * PanelLayout.Group), p.Inputs);
                    float* bias = p.Bias.Address() + ((nint)b * PanelLayout.Width);
                    float* z = p.Z.Address() + (b * p.BlockStride) + ((nint)first * PanelLayout.Width);
                    int at = columns.FirstOf(b);
                    if (k == 0)
                    {
                        FillOthers(columns, b, rows, bias, z);
                        Gemm<S, V, I>.Panel(rows, columns.GroupsOf(b), a, kernel, bias + at, 0, z + at, PanelLayout.Width);
                    }
                    else
                    {
                        Gemm<S, V, I>.Panel(rows, columns.GroupsOf(b), a, kernel, z + at, PanelLayout.Width);
                    }
                }
            }
        }
    }

    /// <summary>Sums of a block that the inputs have no part in are their bias.</summary>
    private static void FillOthers(GateColumns columns, int block, int rows, float* bias, float* z)
    {
        int first = columns.FirstOf(block), end = first + columns.WidthOf(block), all = columns.Layout.ColumnsOf(block);
        for (int r = 0; all > end - first && r < rows; r++, z += PanelLayout.Width)
        {
            for (int i = first > 0 ? 0 : end; i < all; i += S.Lanes)
            {
                S.Store(z + i, S.Load(bias + i));
            }
        }
    }

    public static void ProjectBack(Projection p, int fromRow, int toRow, float* dx)
    {
        GateLayout layout = p.Columns.Layout;
        int whole = p.Columns.AlikeBlocks;
        new Span<float>(dx, (toRow - fromRow) * p.XStride).Clear();
        int rowBlock = Gemm<S, V, I>.RowsAtOnce(toRow - fromRow);
        for (int first = fromRow; first < toRow; first += rowBlock)
        {
            int rows = Math.Min(rowBlock, toRow - first);
            float* dz = p.Z.Address() + ((nint)first * PanelLayout.Width);
            float* target = dx + ((nint)(first - fromRow) * p.XStride);
            for (int b = 0; b < layout.Blocks; b += b < whole ? Math.Min(BlocksAtOnce, whole - b) : 1)
            {
                int runs = b < whole ? Math.Min(BlocksAtOnce, whole - b) : 1;
                LeftOperand a = new(dz + (b * p.BlockStride) + p.Columns.FirstOf(b), PanelLayout.Width, p.Columns.WidthOf(b), 1, runs, p.BlockStride);
                for (int panel = 0; panel < p.XStride; panel += PanelLayout.Width)
                {
                    int width = Math.Min(PanelLayout.Width, p.XStride - panel);
                    float* kernel = p.Kernel.Address() + ((nint)panel * p.Columns.Width) + ((nint)p.Columns.Before(b) * PanelLayout.Group);
                    Gemm<S, V, I>.Panel(rows, width / PanelLayout.Group, a, RightOperand.Packed(kernel, p.Columns.Width), target + panel, p.XStride);
                }
            }
        }
    }

    public static void AddWeightGradient(in WeightGradientPart p, int from, int to, float* one)
    {
        ScanState s = p.State;
        if (s.AllRowsWork)
        {
            // All rows are at work all the time, so the steps follow each other without a gap.
            Add(p, (nint)from * s.Batch, s.DZRowsBefore(from), (to - from) * s.Batch, one);
            return;
        }
        for (int t = to - 1; t >= from; t--)
        {
            Add(p, (nint)t * s.Batch, s.DZRowsBefore(t), s.Active[t], one);
        }
    }

    /// <summary>Rows from <paramref name="at"/> of the left operand by as many from <paramref name="dzAt"/> of the gradients, the last first: time runs backwards.</summary>
    private static void Add(in WeightGradientPart p, nint at, nint dzAt, int rows, float* one)
    {
        nint last = rows - 1;
        float* a = p.A is null ? one : p.A.Address() + ((at + last) * p.AStride);
        float* dz = p.State.DZ.Address() + ((dzAt + last) * PanelLayout.Width);
        AddTransposed(p.Columns, a, -p.AStride, rows, dz, -PanelLayout.Width, p.State.DZBlockStride, p.Target.Address(), p.Rows, p.FromRow, p.ToRow, p.FromBlock, p.ToBlock);
    }

    public static void AddEntryGradient(
        GateColumns columns, FloatBuffer embeddings, int stride, int entries, FloatBuffer sums, int room, FloatBuffer target, int rows, int fromRow, int toRow, int fromBlock, int toBlock) =>
        AddTransposed(
            columns, embeddings.Address(), stride, entries, sums.Address(), PanelLayout.Width, (nint)room * PanelLayout.Width, target.Address(), rows, fromRow, toRow, fromBlock, toBlock);

    /// <summary>c += aᵀ · b for some rows of c, [block][row][column]; b is [block][depth][64], and a [depth][row].</summary>
    [SkipLocalsInit]
    private static void AddTransposed(
        GateColumns columns, float* a, nint aRow, int depth, float* b, nint bRow, nint bBlock, float* c, int rows, int fromRow, int toRow, int fromBlock, int toBlock)
    {
        float* room = stackalloc float[Gemm<S, V, I>.DepthBlock * Gemm<S, V, I>.RowBlock];
        int rowBlock = Gemm<S, V, I>.RowsAtOnce(toRow - fromRow);
        for (int k = 0; k < depth; k += Gemm<S, V, I>.DepthBlock)
        {
            int height = Math.Min(Gemm<S, V, I>.DepthBlock, depth - k);
            for (int row = fromRow; row < toRow; row += rowBlock)
            {
                int count = Math.Min(rowBlock, toRow - row);
                LeftOperand left = Gemm<S, V, I>.Columns(a + (k * aRow) + row, aRow, height, count, (toBlock - fromBlock) * PanelLayout.Width, room);
                for (int block = fromBlock; block < toBlock; block++)
                {
                    int width = columns.WidthOf(block);
                    float* right = b + (block * bBlock) + (k * bRow) + columns.FirstOf(block);
                    float* target = c + ((nint)columns.Before(block) * rows) + ((nint)row * width);
                    Gemm<S, V, I>.Panel(count, width / PanelLayout.Group, left, new RightOperand(right, bRow), target, width);
                }
            }
        }
    }

    public static void SumPrefix(ScanState s, int block, int from, int to, float* one)
    {
        int groups = s.Layout.ColumnsOf(block) / PanelLayout.Group;
        ScanState prefix = s.Prefix!;
        for (int t = from; t < Math.Min(to, prefix.Steps); t++)
        {
            float* sum = prefix.DZ.Address() + (block * prefix.DZBlockStride) + ((nint)t * PanelLayout.Width);
            new Span<float>(sum, groups * PanelLayout.Group).Clear();
            int first = s.Active[t];
            float* dz = s.DZ.Address() + (block * s.DZBlockStride) + ((s.DZRowsBefore(t) + first) * PanelLayout.Width);
            if (first < s.Batch)
            {
                Gemm<S, V, I>.Panel(1, groups, new LeftOperand(one, 0, s.Batch - first, 0), new RightOperand(dz, PanelLayout.Width), sum, PanelLayout.Width);
            }
        }
    }

    public static void SumByEntry(ScanState s, int block, int from, int to, FloatBuffer sums)
    {
        int width = s.Layout.ColumnsOf(block);
        float* target = sums.Address() + ((nint)block * s.TableRoom * PanelLayout.Width);
        for (int t = to - 1; t >= from; t--)
        {
            float* dz = s.DZ.Address() + (block * s.DZBlockStride) + (s.DZRowsBefore(t) * PanelLayout.Width);
            for (int row = s.Active[t] - 1; row >= 0; row--)
            {
                float* sum = target + ((nint)s.Entries[(t * s.Batch) + row] * PanelLayout.Width);
                float* part = dz + (row * PanelLayout.Width);
                for (int i = 0; i < width; i += S.Lanes)
                {
                    S.Store(sum + i, S.Add(S.Load(sum + i), S.Load(part + i)));
                }
            }
        }
    }
}
