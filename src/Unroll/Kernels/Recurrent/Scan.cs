using System.Runtime.Intrinsics.X86;

namespace Unroll.Kernels;

/// <summary>
/// A recurrent layer over time, forward and backward, for the part that a worker owns: z = what it begins with + h·U, then the cell.
/// Rows don't know of each other, so a worker that owns rows walks through all of time alone; workers that own blocks of units wait for each other at each step.
/// </summary>
internal static unsafe partial class Scan<S, V, I, TCell>
    where S : struct, ISimd<V, I>
    where V : struct
    where I : struct
    where TCell : struct, ICell
{
    public static void Forward(ScanState s, in ScanPart part, int fromStep, int toStep)
    {
        for (int t = fromStep; t < toStep; t++)
        {
            int rows = part.RowsOf(s.Active[t]);
            if (rows > 0)
            {
                Step(s, part, t, rows);
            }
            part.Barrier?.Wait();
        }
    }

    private static void Step(ScanState s, in ScanPart part, int t, int rows)
    {
        GateLayout layout = s.Layout;
        int units = layout.UnitStride;
        float* h = s.H.Address() + ((s.StateRowsBefore(t) + part.FirstRow) * units);
        float* seen = s.HasRecurrentDropout ? s.DroppedH.Address() + ((s.StateRowsBefore(t) + part.FirstRow) * units) : h;
        nint zRows = s.ZRowsBefore(t) + part.FirstRow;
        float* z0 = s.Z.Address() + (zRows * PanelLayout.Width);
        LeftOperand a = s.Joined is { } joined ? Join(joined, s, part, t, rows, h) : new(seen, units, layout.Units);
        float* kernel = (s.Joined?.Kernels ?? s.Recurrent).Address();
        bool begins = s.Joined is not null;
        for (int i = part.FirstBlock; i < part.EndBlock; i++)
        {
            int b = part.ToAndFro(i, t);
            float* z = z0 + (b * s.BlockStride);
            if (s.Table is not null)
            {
                Gather(s, part, t, rows, b, z);
            }
            PrefetchKept(s, part, t + 1, t + 2, b);
            Multiply(s.RecurrentColumns, b, rows, a, kernel, a.Depth, begins ? s.Bias.Address() + ((nint)b * PanelLayout.Width) : z, begins ? 0 : PanelLayout.Width, z);
            if (s.General is null)
            {
                TCell.Forward(Cell(s, part, t, rows, b));
            }
        }
        s.General?.Forward(t, part, rows);
        if (s.CandidateColumns is not null)
        {
            Candidate(s, part, t, rows, z0);
        }
        if (s.HasHoles)
        {
            RepeatMasked(s, part, t, rows);
        }
        if (s.HasRecurrentDropout)
        {
            Drop(s, part, t + 1, rows);
        }
        s.StepDone?.Invoke(t, part, rows);
    }

    /// <summary>Puts a step's inputs before h, in each row.</summary>
    private static LeftOperand Join(JoinedInputs joined, ScanState s, in ScanPart part, int t, int rows, float* h)
    {
        int units = s.Layout.UnitStride;
        int inputs = joined.Inputs;
        nint stride = joined.First + units;
        float* first = joined.Rows.Address() + (part.FirstRow * stride) + joined.First;
        nint step = joined.Backwards ? s.Steps - 1 - t : t;
        float* all = joined.X.Address();
        float* target = first;
        for (int r = 0; r < rows; r++, target += stride, h += units)
        {
            float* x = all + (((joined.Order[part.FirstRow + r] * (nint)s.Steps) + step) * inputs);
            new ReadOnlySpan<float>(x, inputs).CopyTo(new Span<float>(target - inputs, inputs));
            for (int u = 0; u < units; u += S.Lanes)
            {
                S.Store(target + u, S.Load(h + u));
            }
        }
        return new LeftOperand(first - inputs, stride, inputs + s.Layout.Units);
    }

    private static void Candidate(ScanState s, in ScanPart part, int t, int rows, float* z0)
    {
        GateLayout layout = s.Layout;
        float* reset = s.ResetH.Address() + ((s.OnceRowsBefore(t) + part.FirstRow) * layout.UnitStride);
        if (s.HasRecurrentDropout)
        {
            MultiplyByFactors(s, part, s.ResetH.Address() + (s.OnceRowsBefore(t) * layout.UnitStride), rows);
        }
        LeftOperand a = new(reset, layout.UnitStride, layout.Units);
        for (int i = part.FirstBlock; i < part.EndBlock; i++)
        {
            int b = part.ToAndFro(i, t);
            float* z = z0 + (b * s.BlockStride);
            Multiply(s.CandidateColumns!, b, rows, a, s.Candidate.Address(), layout.Units, z, PanelLayout.Width, z);
            if (s.General is null)
            {
                GruResetBeforeCell<S, V, I>.ForwardCandidate(Cell(s, part, t, rows, b));
            }
        }
        s.General?.ForwardCandidate(t, part, rows);
    }

    /// <summary>z = from + a · packed, on the columns of a block.</summary>
    private static void Multiply(GateColumns columns, int block, int rows, in LeftOperand a, float* packed, int depth, float* from, nint fromRow, float* z)
    {
        packed += (nint)columns.Before(block) * depth;
        from += columns.FirstOf(block);
        z += columns.FirstOf(block);
        int depthBlock = Gemm<S, V, I>.DepthAtOnce(rows, depth);
        for (int k = 0; k < depth; k += depthBlock)
        {
            LeftOperand part = new(a.Start + k, a.Row, Math.Min(depthBlock, depth - k));
            RightOperand b = RightOperand.Packed(packed + (k * PanelLayout.Group), depth);
            Gemm<S, V, I>.Panel(rows, columns.GroupsOf(block), part, b, k > 0 ? z : from, k > 0 ? PanelLayout.Width : fromRow, z, PanelLayout.Width);
        }
    }

    /// <summary>The sums begin with the token table's entries.</summary>
    private static void Gather(ScanState s, in ScanPart part, int t, int rows, int block, float* z)
    {
        float* table = s.Table!.Address() + ((nint)block * s.TableRoom * PanelLayout.Width);
        int width = s.Layout.ColumnsOf(block);
        ReadOnlySpan<int> entries = s.Entries.AsSpan((t * s.Batch) + part.FirstRow);
        for (int r = 0; r < rows; r++, z += PanelLayout.Width)
        {
            float* entry = table + ((nint)entries[r] * PanelLayout.Width);
            for (int i = 0; i < width; i += S.Lanes)
            {
                S.Store(z + i, S.Load(entry + i));
            }
        }
    }

    /// <summary>
    /// Asks for what a block keeps of another step, gates and states, before the products of this one: they leave the memory idle, and what is kept for
    /// the way back doesn't stay in a cache.
    /// </summary>
    private static void PrefetchKept(ScanState s, in ScanPart part, int step, int stateStep, int block)
    {
        if (!s.KeepsMuch || step < 0 || step >= s.Steps)
        {
            return;
        }
        GateLayout layout = s.Layout;
        nint units = layout.UnitStride;
        int rows = part.RowsOf(s.Active[step]);
        nint first = block * layout.UnitsInBlock;
        nint state = ((s.StateRowsBefore(stateStep) + part.FirstRow) * units) + first;
        int width = layout.UnitsOf(block);
        Prefetch(s.Z.Address() + (block * s.BlockStride) + ((s.ZRowsBefore(step) + part.FirstRow) * PanelLayout.Width), PanelLayout.Width, rows, layout.ColumnsOf(block));
        Prefetch(s.H.Address() + state, units, rows, width);
        if (TCell.HasC)
        {
            Prefetch(s.C.Address() + state, units, rows, width);
            Prefetch(s.TanhC.Address() + ((s.OnceRowsBefore(step) + part.FirstRow) * units) + first, units, rows, width);
        }
    }

    private static void Prefetch(float* start, nint stride, int rows, int width)
    {
        for (int r = 0; Sse.IsSupported && r < rows; r++, start += stride)
        {
            for (int i = 0; i < width; i += PanelLayout.Group)
            {
                Sse.Prefetch1(start + i);
            }
        }
    }

    private static CellRows Cell(ScanState s, in ScanPart part, int t, int rows, int block)
    {
        GateLayout layout = s.Layout;
        nint units = layout.UnitStride;
        nint first = block * layout.UnitsInBlock;
        nint before = ((s.StateRowsBefore(t) + part.FirstRow) * units) + first;
        nint after = ((s.StateRowsBefore(t + 1) + part.FirstRow) * units) + first;
        nint once = ((s.OnceRowsBefore(t) + part.FirstRow) * units) + first;
        bool two = s.CandidateColumns is not null;
        return new CellRows
        {
            Rows = rows,
            Units = layout.UnitsOf(block),
            Z = s.Z.Address() + (block * s.BlockStride) + ((s.ZRowsBefore(t) + part.FirstRow) * PanelLayout.Width),
            ZRow = PanelLayout.Width,
            H = s.H.Address() + before,
            C = TCell.HasC ? s.C.Address() + before : null,
            TanhC = TCell.HasC ? s.TanhC.Address() + once : two ? s.ResetH.Address() + once : null,
            SavedRow = units,
            NextH = s.H.Address() + after,
            NextC = TCell.HasC ? s.C.Address() + after : null,
            NextRow = units,
        };
    }

    private static void RepeatMasked(ScanState s, in ScanPart part, int t, int rows)
    {
        for (int r = 0; r < rows; r++)
        {
            int row = part.FirstRow + r;
            if (s.Mask[(t * s.Batch) + row] == 0)
            {
                Repeat(s, s.H, part, t, row);
                if (TCell.HasC)
                {
                    Repeat(s, s.C, part, t, row);
                }
            }
        }
    }

    private static void Repeat(ScanState s, FloatBuffer state, in ScanPart part, int t, int row)
    {
        (int from, int count) = UnitsOf(s.Layout, part);
        int units = s.Layout.UnitStride;
        Span<float> before = new(state.Address() + ((s.StateRowsBefore(t) + row) * units) + from, count);
        before.CopyTo(new Span<float>(state.Address() + ((s.StateRowsBefore(t + 1) + row) * units) + from, count));
    }

    /// <summary>The units of the part's blocks, as a range of a row.</summary>
    private static (int From, int Count) UnitsOf(GateLayout layout, in ScanPart part)
    {
        int from = part.FirstBlock * layout.UnitsInBlock;
        return (from, Math.Min(part.EndBlock * layout.UnitsInBlock, layout.UnitStride) - from);
    }

    /// <summary>What the recurrent product sees of h before a step.</summary>
    public static void Drop(ScanState s, in ScanPart part, int step, int rows)
    {
        (int from, int count) = UnitsOf(s.Layout, part);
        int units = s.Layout.UnitStride;
        for (int r = 0; r < rows; r++)
        {
            nint row = part.FirstRow + r;
            nint at = ((s.StateRowsBefore(step) + row) * units) + from;
            float* factors = s.RecurrentFactors.Address() + (row * units) + from;
            for (int u = 0; u < count; u += S.Lanes)
            {
                S.Store(s.DroppedH.Address() + at + u, S.Multiply(S.Load(s.H.Address() + at + u), S.Load(factors + u)));
            }
        }
    }

    /// <summary>The candidate's product sees no more of h than the gates' does. Values are [row][units].</summary>
    private static void MultiplyByFactors(ScanState s, in ScanPart part, float* values, int rows)
    {
        (int from, int count) = UnitsOf(s.Layout, part);
        for (int r = 0; r < rows; r++)
        {
            nint at = ((part.FirstRow + r) * s.Layout.UnitStride) + from;
            for (int u = 0; u < count; u += S.Lanes)
            {
                S.Store(values + at + u, S.Multiply(S.Load(values + at + u), S.Load(s.RecurrentFactors.Address() + at + u)));
            }
        }
    }
}
