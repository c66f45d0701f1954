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
    /// <summary>Rows whose operands stay in the first-level cache.</summary>
    private const int RowBlock = 64;

    /// <summary>Depth whose groups of 16 columns do: 16 KB.</summary>
    private const int DepthBlock = 256;

    /// <summary>Blocks of 64 columns of the gradients that a product goes through at once, likewise.</summary>
    private const int BlocksAtOnce = 4;

    public static void ProjectInputs(Projection p, int fromRow, int toRow, int fromBlock, int toBlock)
    {
        GateLayout layout = p.Columns.Layout;
        for (int b = fromBlock; b < toBlock; b++)
        {
            float* z = p.Z.Address() + (b * p.BlockStride);
            Fill(z + ((nint)fromRow * PanelLayout.Width), toRow - fromRow, layout.ColumnsOf(b), p.Bias.Address() + ((nint)b * PanelLayout.Width));
        }
        int depthBlock = toRow - fromRow <= 6 ? p.Inputs : DepthBlock;
        for (int first = fromRow; first < toRow; first += RowBlock * 4)
        {
            int rows = Math.Min(RowBlock * 4, toRow - first);
            for (int k = 0; k < p.Inputs; k += depthBlock)
            {
                LeftOperand a = new(p.X.Address() + ((nint)first * p.XStride) + k, p.XStride, Math.Min(depthBlock, p.Inputs - k));
                for (int b = fromBlock; b < toBlock; b++)
                {
                    RightOperand kernel = RightOperand.Packed(p.Kernel.Address() + ((nint)p.Columns.Before(b) * p.Inputs) + (k * PanelLayout.Group), p.Inputs);
                    float* z = p.Z.Address() + (b * p.BlockStride) + ((nint)first * PanelLayout.Width) + p.Columns.FirstOf(b);
                    Gemm<S, V, I>.Panel(rows, p.Columns.GroupsOf(b), a, kernel, z, PanelLayout.Width);
                }
            }
        }
    }

    private static void Fill(float* z, int rows, int width, float* bias)
    {
        for (int r = 0; r < rows; r++, z += PanelLayout.Width)
        {
            for (int i = 0; i < width; i += S.Lanes)
            {
                S.Store(z + i, S.Load(bias + i));
            }
        }
    }

    public static void ProjectBack(Projection p, int fromRow, int toRow, float* dx)
    {
        GateLayout layout = p.Columns.Layout;
        int whole = p.Columns.AlikeBlocks;
        int rows = toRow - fromRow;
        float* dz = p.Z.Address() + ((nint)fromRow * PanelLayout.Width);
        new Span<float>(dx, rows * p.XStride).Clear();
        for (int panel = 0; panel < p.XStride; panel += PanelLayout.Width)
        {
            int width = Math.Min(PanelLayout.Width, p.XStride - panel);
            float* kernel = p.Kernel.Address() + ((nint)panel * p.Columns.Width);
            for (int b = 0; b < layout.Blocks; b += b < whole ? Math.Min(BlocksAtOnce, whole - b) : 1)
            {
                int runs = b < whole ? Math.Min(BlocksAtOnce, whole - b) : 1;
                LeftOperand a = new(dz + (b * p.BlockStride) + p.Columns.FirstOf(b), PanelLayout.Width, p.Columns.WidthOf(b), 1, runs, p.BlockStride);
                RightOperand columns = RightOperand.Packed(kernel + ((nint)p.Columns.Before(b) * PanelLayout.Group), p.Columns.Width);
                Gemm<S, V, I>.Panel(rows, width / PanelLayout.Group, a, columns, dx + panel, p.XStride);
            }
        }
    }

    public static void AddWeightGradient(in WeightGradientPart p, int from, int to, float* one)
    {
        ScanState s = p.State;
        if (s.AllRowsWork)
        {
            // All rows are at work all the time, so the steps follow each other without a gap.
            int first = from * s.Batch;
            for (int end = to * s.Batch; end > first; end -= RowBlock)
            {
                int rows = Math.Min(RowBlock, end - first);
                Add(p, end - rows, s.DZRowsBefore(from) + end - rows - first, rows, one);
            }
            return;
        }
        for (int t = to - 1; t >= from; t--)
        {
            if (s.Active[t] > 0)
            {
                Add(p, (nint)t * s.Batch, s.DZRowsBefore(t), s.Active[t], one);
            }
        }
    }

    /// <summary>Rows from <paramref name="at"/> of the left operand by as many from <paramref name="dzAt"/> of the gradients, the last first: time runs backwards.</summary>
    private static void Add(in WeightGradientPart p, nint at, nint dzAt, int rows, float* one)
    {
        nint last = rows - 1;
        LeftOperand a = p.A is null ? new(one, 0, rows, 0) : new(p.A.Address() + ((at + last) * p.AStride) + p.FromRow, 1, rows, -p.AStride);
        for (int b = p.FromBlock; b < p.ToBlock; b++)
        {
            int width = p.Columns.WidthOf(b);
            float* dz = p.State.DZ.Address() + (b * p.State.DZBlockStride) + ((dzAt + last) * PanelLayout.Width) + p.Columns.FirstOf(b);
            float* target = p.Target.Address() + ((nint)p.Columns.Before(b) * p.Rows) + ((nint)p.FromRow * width);
            Gemm<S, V, I>.Panel(p.ToRow - p.FromRow, width / PanelLayout.Group, a, new RightOperand(dz, -PanelLayout.Width), target, width);
        }
    }

    public static void AddEntryGradient(
        GateColumns columns, FloatBuffer embeddings, int stride, int entries, FloatBuffer sums, int room, FloatBuffer target, int rows, int fromRow, int toRow, int fromBlock, int toBlock)
    {
        for (int first = 0; first < entries; first += RowBlock)
        {
            LeftOperand a = new(embeddings.Address() + ((nint)first * stride) + fromRow, 1, Math.Min(RowBlock, entries - first), stride);
            for (int b = fromBlock; b < toBlock; b++)
            {
                int width = columns.WidthOf(b);
                float* dz = sums.Address() + ((((nint)b * room) + first) * PanelLayout.Width) + columns.FirstOf(b);
                float* c = target.Address() + ((nint)columns.Before(b) * rows) + ((nint)fromRow * width);
                Gemm<S, V, I>.Panel(toRow - fromRow, width / PanelLayout.Group, a, new RightOperand(dz, PanelLayout.Width), c, width);
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
