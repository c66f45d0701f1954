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

/// <summary>
/// A worker's part of one matrix's gradient: the rows of a left operand times the sums' gradients, added up from the last step's last row to the first step's first.
/// It stands in panels as the weights do, [block][row of the matrix][column], or in the matrix's own order.
/// </summary>
/// <param name="State">The scan.</param>
/// <param name="Columns">The matrix's columns.</param>
/// <param name="A">The left operand, [step][row][stride], or [entry][stride]; null for ones, which gives a bias.</param>
/// <param name="AStride">Its row stride.</param>
/// <param name="BlockStride">The distance between the blocks of the sums' gradients.</param>
/// <param name="MatrixStride">The matrix's row stride where the gradient is in its order; blocks are then each 64 of its columns. Else 0.</param>
/// <param name="Ends">Whether nothing will be added after it.</param>
/// <param name="Rows">The matrix's rows.</param>
/// <param name="FromRow">The first row that the worker owns.</param>
/// <param name="ToRow">The end of its rows.</param>
/// <param name="FromBlock">The first block that the worker owns.</param>
/// <param name="ToBlock">The end of its blocks.</param>
internal readonly record struct WeightGradientPart(
    ScanState State, GateColumns Columns, FloatBuffer? A, int AStride, nint BlockStride, int MatrixStride, bool Ends, int Rows, int FromRow, int ToRow, int FromBlock, int ToBlock)
    : IProductPanels
{
    public bool InMatrix => MatrixStride > 0;

    public (int From, int To) OwnRows => (FromRow, ToRow);

    public (int From, int To) OwnBlocks => (FromBlock, ToBlock);

    public int GroupsOf(int block) => InMatrix ? Math.Min(PanelLayout.GroupsInPanel, (Columns.Columns / PanelLayout.Group) - (block * PanelLayout.GroupsInPanel)) : Columns.GroupsOf(block);

    public nint SourceOf(int block, int group) =>
        InMatrix ? Columns.SourceOf((block * PanelLayout.Width) + (group * PanelLayout.Group), BlockStride) : (block * BlockStride) + Columns.FirstOf(block) + (group * PanelLayout.Group);

    public nint PlaceOf(int row, int block) =>
        InMatrix ? ((nint)row * MatrixStride) + Columns.FirstColumn + (block * PanelLayout.Width) : ((nint)Columns.Before(block) * Rows) + ((nint)row * Columns.WidthOf(block));

    public nint RowStride(int block) => InMatrix ? MatrixStride : Columns.WidthOf(block);
}

/// <summary>The products of a recurrent layer outside its scan.</summary>
internal static unsafe class RecurrentProducts<S, V, I>
    where S : struct, ISimd<V, I>
    where V : struct
    where I : struct
{
    public static void ProjectInputs(Projection p, int fromRow, int toRow, int fromBlock, int toBlock)
    {
        GateColumns columns = p.Columns;
        int depthBlock = Gemm<S, V, I>.DepthAtOnce(toRow - fromRow, p.Inputs);
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
            for (int b = 0; b < layout.Blocks; b += b < whole ? Math.Min(Gemm<S, V, I>.BlocksOfDepth, whole - b) : 1)
            {
                int runs = b < whole ? Math.Min(Gemm<S, V, I>.BlocksOfDepth, whole - b) : 1;
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

    public static void AddWeightGradient(in WeightGradientPart p, float* target, int from, int to, float* one)
    {
        ScanState s = p.State;
        if (!p.InMatrix && p.ToRow - p.FromRow <= CopiedProduct<S, V, I>.FewRows)
        {
            if (s.AllRowsWork)
            {
                // All rows are at work all the time, so the steps follow each other without a gap.
                AddInPlace(p, target, (nint)from * s.Batch, s.DZRowsBefore(from), (to - from) * s.Batch, one);
                return;
            }
            for (int t = to - 1; t >= from; t--)
            {
                AddInPlace(p, target, (nint)t * s.Batch, s.DZRowsBefore(t), s.Active[t], one);
            }
            return;
        }
        float** a = stackalloc float*[CopiedProduct<S, V, I>.MaxDepth];
        float** dz = stackalloc float*[CopiedProduct<S, V, I>.MaxDepth];
        float* lefts = p.A!.Address();
        float* rights = s.DZ.Address();
        int depth = 0;
        for (int t = to - 1; t >= from; t--)
        {
            nint at = (nint)t * s.Batch, dzAt = s.DZRowsBefore(t);
            for (int row = s.Active[t] - 1; row >= 0; row--)
            {
                if (depth == CopiedProduct<S, V, I>.MaxDepth)
                {
                    CopiedProduct<S, V, I>.Add(p, p.OwnRows, p.OwnBlocks, a, dz, depth, target, ends: false);
                    depth = 0;
                }
                a[depth] = lefts + ((at + row) * p.AStride);
                dz[depth] = rights + ((dzAt + row) * PanelLayout.Width);
                depth++;
            }
        }
        CopiedProduct<S, V, I>.Add(p, p.OwnRows, p.OwnBlocks, a, dz, depth, target, p.Ends);
    }

    /// <summary>Rows from <paramref name="at"/> of the left operand by as many from <paramref name="dzAt"/> of the gradients, the last first: time runs backwards.</summary>
    private static void AddInPlace(in WeightGradientPart p, float* target, nint at, nint dzAt, int rows, float* one)
    {
        nint last = rows - 1;
        LeftOperand a = p.A is null ? new(one, 0, rows, 0) : new(p.A.Address() + ((at + last) * p.AStride) + p.FromRow, 1, rows, -p.AStride);
        float* dz = p.State.DZ.Address() + ((dzAt + last) * PanelLayout.Width);
        for (int block = p.FromBlock; rows > 0 && block < p.ToBlock; block++)
        {
            RightOperand right = new(dz + p.SourceOf(block, 0), -PanelLayout.Width);
            Gemm<S, V, I>.Panel(p.ToRow - p.FromRow, p.GroupsOf(block), a, right, target + p.PlaceOf(p.FromRow, block), p.RowStride(block));
        }
    }

    public static void AddEntryGradient(in WeightGradientPart p, float* target, int entries, FloatBuffer sums)
    {
        float** a = stackalloc float*[CopiedProduct<S, V, I>.MaxDepth];
        float** b = stackalloc float*[CopiedProduct<S, V, I>.MaxDepth];
        for (int first = 0; first < entries; first += CopiedProduct<S, V, I>.MaxDepth)
        {
            int depth = Math.Min(CopiedProduct<S, V, I>.MaxDepth, entries - first);
            for (int k = 0; k < depth; k++)
            {
                a[k] = p.A!.Address() + ((nint)(first + k) * p.AStride);
                b[k] = sums.Address() + ((nint)(first + k) * PanelLayout.Width);
            }
            CopiedProduct<S, V, I>.Add(p, p.OwnRows, p.OwnBlocks, a, b, depth, target, first + depth == entries);
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
