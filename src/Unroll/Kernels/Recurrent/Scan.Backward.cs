namespace Unroll.Kernels;

internal static unsafe partial class Scan<S, V, I, TCell>
{
    public static void Backward(ScanState s, in ScanPart part, int fromStep, int toStep)
    {
        for (int t = toStep - 1; t >= fromStep; t--)
        {
            int rows = part.RowsOf(s.Active[t]);
            int all = s.BackwardThroughPrefix ? part.RowsOf(s.Batch) : rows;
            if (all > 0)
            {
                s.StepBegins?.Invoke(t, part, all);
                BackwardCells(s, part, t, rows, all, candidate: false);
            }
            part.Barrier?.Wait();
            if (all > 0)
            {
                if (s.CandidateColumns is not null)
                {
                    BackwardProduct(s, s.CandidateColumns, s.CandidateTransposed, part, t, all, s.DProduct, clear: true);
                    if (s.HasRecurrentDropout)
                    {
                        MultiplyByFactors(s, part, s.DProduct.Address(), all);
                    }
                    BackwardCells(s, part, t, rows, all, candidate: true);
                }
                if (s.HasRecurrentDropout)
                {
                    BackwardProduct(s, s.RecurrentColumns, s.RecurrentTransposed, part, t, all, s.DProduct, clear: true);
                    DropGradient(s, part, all);
                }
                else
                {
                    BackwardProduct(s, s.RecurrentColumns, s.RecurrentTransposed, part, t, all, s.DH, clear: false);
                }
                FlushGradient(s, part, all);
            }
            part.Barrier?.Wait();
        }
    }

    /// <summary>The cells of the rows at work, and of those that still stand in the shared prefix.</summary>
    private static void BackwardCells(ScanState s, in ScanPart part, int t, int rows, int all, bool candidate)
    {
        if (s.General is not null)
        {
            s.General.Backward(t, part, rows, all, candidate);
            return;
        }
        for (int b = part.FirstBlock; b < part.EndBlock; b++)
        {
            if (s.HasHoles)
            {
                BackwardUnmasked(s, part, t, b, rows, candidate);
            }
            else if (rows > 0)
            {
                BackwardCell(BackwardRows(s, part, t, b, 0, rows, s), candidate);
            }
            if (all > rows)
            {
                BackwardCell(BackwardRows(s, part, t, b, rows, all - rows, s.Prefix!), candidate);
            }
        }
    }

    /// <summary>A masked step has no gradient of its own, and lets dh and dc through.</summary>
    private static void BackwardUnmasked(ScanState s, in ScanPart part, int t, int block, int rows, bool candidate)
    {
        for (int r = 0; r < rows; r++)
        {
            CellRows row = BackwardRows(s, part, t, block, r, 1, s);
            if (s.Mask[(t * s.Batch) + part.FirstRow + r] != 0)
            {
                BackwardCell(row, candidate);
            }
            else
            {
                new Span<float>(row.Z, s.Layout.ColumnsOf(block)).Clear();
            }
        }
    }

    private static void BackwardCell(CellRows cells, bool candidate)
    {
        if (candidate)
        {
            GruResetBeforeCell<S, V, I>.BackwardCandidate(cells);
        }
        else
        {
            TCell.Backward(cells);
        }
    }

    /// <summary>Rows from the part's n-th on, reading what the forward pass kept in <paramref name="kept"/>: its own rows, or the prefix's only row.</summary>
    private static CellRows BackwardRows(ScanState s, in ScanPart part, int t, int block, int n, int rows, ScanState kept)
    {
        GateLayout layout = s.Layout;
        nint units = layout.UnitStride;
        nint first = block * layout.UnitsInBlock;
        nint row = part.FirstRow + (nint)n;
        bool own = kept == s;
        nint keptRow = own ? row : 0;
        nint state = ((kept.StateRowsBefore(t) + keptRow) * units) + first;
        bool two = s.CandidateColumns is not null;
        return new CellRows
        {
            Rows = rows,
            Units = layout.UnitsOf(block),
            Z = s.DZ.Address() + (block * s.DZBlockStride) + ((s.DZRowsBefore(t) + row) * PanelLayout.Width),
            ZRow = PanelLayout.Width,
            Gates = kept.Z.Address() + (block * kept.BlockStride) + ((kept.ZRowsBefore(t) + keptRow) * PanelLayout.Width),
            GatesRow = own ? PanelLayout.Width : 0,
            H = kept.H.Address() + state,
            C = TCell.HasC ? kept.C.Address() + state : null,
            TanhC = TCell.HasC ? kept.TanhC.Address() + ((kept.OnceRowsBefore(t) + keptRow) * units) + first : null,
            SavedRow = own ? units : 0,
            DH = s.DH.Address() + (row * units) + first,
            DC = TCell.HasC ? s.DC.Address() + (row * units) + first : two ? s.DProduct.Address() + (row * units) + first : null,
            DRow = units,
        };
    }

    /// <summary>target += dz · transposed, for the part's units.</summary>
    private static void BackwardProduct(ScanState s, GateColumns columns, FloatBuffer transposed, in ScanPart part, int t, int rows, FloatBuffer target, bool clear)
    {
        GateLayout layout = s.Layout;
        (int from, int count) = UnitsOf(layout, part);
        nint units = layout.UnitStride;
        float* c = target.Address() + (part.FirstRow * units);
        nint cRow = units;
        if (clear)
        {
            for (int r = 0; r < rows; r++)
            {
                new Span<float>(c + (r * cRow) + from, count).Clear();
            }
        }
        float* dz = s.DZ.Address() + ((s.DZRowsBefore(t) + part.FirstRow) * PanelLayout.Width);
        for (int column = from; column < from + count;)
        {
            int end = Math.Min(column + PanelLayout.Width, from + count);
            for (int unit = column; unit < Math.Min(end, layout.Units); unit += layout.UnitsInBlock)
            {
                PrefetchKept(s, part, t - 1, t - 1, unit / layout.UnitsInBlock);
            }
            DepthInBlocks(s, columns, rows, (end - column) / PanelLayout.Group, dz, transposed.Address() + ((nint)column * columns.Width), c + column, cRow);
            column = end;
        }
    }

    private static void DepthInBlocks(ScanState s, GateColumns columns, int rows, int groups, float* dz, float* b, float* c, nint cRow)
    {
        int last = s.Layout.Blocks - 1;
        int block = 0;
        int whole = columns.AlikeBlocks;
        int atOnce = rows <= Gemm<S, V, I>.TallestTile ? whole : Gemm<S, V, I>.BlocksOfDepth;
        for (; block < whole; block += atOnce)
        {
            int runs = Math.Min(atOnce, whole - block);
            LeftOperand a = new(dz + (block * s.DZBlockStride) + columns.FirstOf(0), PanelLayout.Width, columns.WidthOf(0), 1, runs, s.DZBlockStride);
            Gemm<S, V, I>.Panel(rows, groups, a, RightOperand.Packed(b + (columns.Before(block) * PanelLayout.Group), columns.Width), c, cRow);
        }
        if (whole == last)
        {
            LeftOperand a = new(dz + (last * s.DZBlockStride) + columns.FirstOf(last), PanelLayout.Width, columns.WidthOf(last));
            Gemm<S, V, I>.Panel(rows, groups, a, RightOperand.Packed(b + (columns.Before(last) * PanelLayout.Group), columns.Width), c, cRow);
        }
    }

    /// <summary>What has come back through a product may be smaller than all that went into it.</summary>
    private static void FlushGradient(ScanState s, in ScanPart part, int rows)
    {
        (int from, int count) = UnitsOf(s.Layout, part);
        for (int r = 0; r < rows; r++)
        {
            float* dh = s.DH.Address() + ((part.FirstRow + r) * (nint)s.Layout.UnitStride) + from;
            for (int u = 0; u < count; u += S.Lanes)
            {
                S.Store(dh + u, Elementary<S, V, I>.FlushSubnormal(S.Load(dh + u)));
            }
        }
    }

    private static void DropGradient(ScanState s, in ScanPart part, int rows)
    {
        (int from, int count) = UnitsOf(s.Layout, part);
        int units = s.Layout.UnitStride;
        for (int r = 0; r < rows; r++)
        {
            nint at = ((part.FirstRow + r) * units) + from;
            for (int u = 0; u < count; u += S.Lanes)
            {
                float* dh = s.DH.Address() + at + u;
                S.Store(dh, S.Fma(S.Load(s.DProduct.Address() + at + u), S.Load(s.RecurrentFactors.Address() + at + u), S.Load(dh)));
            }
        }
    }
}
