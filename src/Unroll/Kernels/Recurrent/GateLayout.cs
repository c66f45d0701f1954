namespace Unroll.Kernels;

/// <summary>The recurrent cells that there are kernels for.</summary>
internal enum CellKind
{
    Lstm,

    /// <summary>The reset gate works on the recurrent product.</summary>
    Gru,

    /// <summary>The reset gate works on h, before the product.</summary>
    GruResetBefore,

    SimpleRnn,
}

/// <summary>
/// How a cell's sums stand in memory: blocks of units, each with its slots side by side, [slot][unit]. A block is 64 columns: 16 units with 4 slots,
/// or 64 units with one. The last block holds what is left, its units rounded up to 4 (to 16 with one slot), so 100 units with 4 slots are 400 columns.
/// The layout is the same at every vector width, since the backward pass sums along it.
/// </summary>
internal sealed class GateLayout
{
    public GateLayout(CellKind cell, int units)
    {
        (Cell, Units) = (cell, units);
        Slots = cell == CellKind.SimpleRnn ? 1 : 4;
        UnitsInBlock = PanelLayout.Width / Slots;
        Blocks = (units + UnitsInBlock - 1) / UnitsInBlock;
        UnitStride = PanelLayout.Padded(units);
        int grain = PanelLayout.Group / Slots;
        int left = units - ((Blocks - 1) * UnitsInBlock);
        LastUnits = (left + grain - 1) / grain * grain;
    }

    public CellKind Cell { get; }

    public int Units { get; }

    /// <summary>Columns of a unit.</summary>
    public int Slots { get; }

    public int UnitsInBlock { get; }

    public int Blocks { get; }

    /// <summary>Units of the last block, rounded up.</summary>
    public int LastUnits { get; }

    /// <summary>The row stride of h and c.</summary>
    public int UnitStride { get; }

    /// <summary>Units of a block, rounded up in the last one; also the distance between its slots.</summary>
    public int UnitsOf(int block) => block == Blocks - 1 ? LastUnits : UnitsInBlock;

    /// <summary>Units of a block that are real.</summary>
    public int RealUnitsOf(int block) => Math.Min(UnitsInBlock, Units - (block * UnitsInBlock));

    public int ColumnsOf(int block) => Slots * UnitsOf(block);

    /// <summary>Whether a block's slots fill whole vectors.</summary>
    public bool IsWhole(int block) => UnitsOf(block) == UnitsInBlock || Slots == 1;
}

/// <summary>
/// The columns of a layout that one matrix has to do with (a GRU's recurrent kernel, say, has none for the input's part of the candidate), and the
/// matrix's own columns, [gate][unit], that they stand for.
/// </summary>
internal sealed class GateColumns
{
    private const int None = -1;

    private readonly GateLayout _layout;
    private readonly int[] _gateOfSlot;
    private readonly int _firstSlot;
    private readonly int _usedSlots;
    private readonly int _firstGate;

    /// <param name="layout">The layout.</param>
    /// <param name="gateOfSlot">For each slot the matrix's gate, or -1. The used slots stand side by side.</param>
    public GateColumns(GateLayout layout, params int[] gateOfSlot)
    {
        (_layout, _gateOfSlot) = (layout, gateOfSlot);
        _firstSlot = Array.FindIndex(gateOfSlot, static g => g != None);
        _usedSlots = gateOfSlot.Count(static g => g != None);
        _firstGate = gateOfSlot.Where(static g => g != None).Min();
        for (int b = 0; b < layout.Blocks; b++)
        {
            Width += WidthOf(b);
        }
    }

    public GateLayout Layout => _layout;

    /// <summary>All columns.</summary>
    public int Width { get; }

    /// <summary>The first of the matrix's columns that are used; they stand side by side.</summary>
    public int FirstColumn => _firstGate * _layout.Units;

    /// <summary>The number of the matrix's columns that are used.</summary>
    public int Columns => _usedSlots * _layout.Units;

    /// <summary>Whether each 16 columns of the matrix stand side by side in a block too.</summary>
    public bool IsInGroups => _layout.Units % PanelLayout.Group == 0;

    /// <summary>Where, in a row of [block][64], 16 of the matrix's columns stand, from one that is <paramref name="column"/> after the first.</summary>
    public nint SourceOf(int column, nint blockStride)
    {
        (int gate, int unit) = Math.DivRem(FirstColumn + column, _layout.Units);
        int slot = Array.IndexOf(_gateOfSlot, gate);
        return (unit / _layout.UnitsInBlock * blockStride) + (slot * _layout.UnitsInBlock) + (unit % _layout.UnitsInBlock);
    }

    /// <summary>Where a block's columns begin. In a last block with slots narrower than a vector it is all of it, zeros among them.</summary>
    public int FirstOf(int block) => _layout.IsWhole(block) ? _firstSlot * _layout.UnitsOf(block) : 0;

    public int WidthOf(int block) => _layout.IsWhole(block) ? _usedSlots * _layout.UnitsOf(block) : _layout.ColumnsOf(block);

    /// <summary>The blocks, from the first, whose columns begin and end alike.</summary>
    public int AlikeBlocks => FirstOf(_layout.Blocks - 1) == FirstOf(0) && WidthOf(_layout.Blocks - 1) == WidthOf(0) ? _layout.Blocks : _layout.Blocks - 1;

    public int GroupsOf(int block) => WidthOf(block) / PanelLayout.Group;

    /// <summary>The columns of all blocks before.</summary>
    public int Before(int block) => block * (block == 0 ? 0 : WidthOf(0));

    /// <summary>Copies a matrix, [depth, gates * units], to panels: [block][group][k][16].</summary>
    public void Pack(ReadOnlySpan<float> matrix, int depth, Span<float> packed, int fromBlock, int toBlock) =>
        Pack(matrix, depth, [], 0, packed, fromBlock, toBlock);

    /// <summary>Copies two matrices to panels, as if one stood on the other and they were one.</summary>
    public void Pack(ReadOnlySpan<float> upper, int upperDepth, ReadOnlySpan<float> lower, int lowerDepth, Span<float> packed, int fromBlock, int toBlock)
    {
        int depth = upperDepth + lowerDepth;
        for (int b = fromBlock; b < toBlock; b++)
        {
            if (!IsFull(b))
            {
                packed.Slice(Before(b) * depth, WidthOf(b) * depth).Clear();
            }
        }
        PackRows(upper, upperDepth, packed, depth, fromBlock, toBlock);
        if (lowerDepth > 0)
        {
            PackRows(lower, lowerDepth, packed[(upperDepth * PanelLayout.Group)..], depth, fromBlock, toBlock);
        }
    }

    /// <summary>Copies a matrix to panels of a greater depth. Some rows are copied at once, each from left to right, so that a processor fetches them ahead.</summary>
    private void PackRows(ReadOnlySpan<float> matrix, int rows, Span<float> packed, int depth, int fromBlock, int toBlock)
    {
        const int AtOnce = 16;
        int stride = matrix.Length / rows;
        for (int row = 0; row < rows; row += AtOnce)
        {
            int count = Math.Min(AtOnce, rows - row);
            for (int slot = 0; slot < _layout.Slots; slot++)
            {
                for (int b = fromBlock; b < toBlock; b++)
                {
                    if (Find(b, slot, out int at, out int from, out int columns))
                    {
                        CopyColumns(matrix[((row * stride) + from)..], stride, count, columns, packed[((Before(b) * depth) + (row * PanelLayout.Group))..], depth, at);
                    }
                }
            }
        }
    }

    /// <summary>Copies columns of a matrix to those of a panel from <paramref name="at"/> on, group by group.</summary>
    private static void CopyColumns(ReadOnlySpan<float> matrix, int stride, int depth, int count, Span<float> panel, int panelDepth, int at)
    {
        for (int done = 0; done < count;)
        {
            (int group, int column) = Math.DivRem(at + done, PanelLayout.Group);
            int width = Math.Min(PanelLayout.Group - column, count - done);
            Span<float> target = panel[(group * PanelLayout.Group * panelDepth)..];
            for (int k = 0; k < depth; k++)
            {
                matrix.Slice((k * stride) + done, width).CopyTo(target[((k * PanelLayout.Group) + column)..]);
            }
            done += width;
        }
    }

    /// <summary>Adds a gradient's panels, [block][k][column], to a matrix, and flushes what is subnormal.</summary>
    public void AddUnpacked(ReadOnlySpan<float> packed, int depth, Span<float> matrix, int fromBlock, int toBlock)
    {
        int stride = matrix.Length / depth;
        for (int b = fromBlock; b < toBlock; b++)
        {
            int width = WidthOf(b);
            ReadOnlySpan<float> panel = packed.Slice(Before(b) * depth, width * depth);
            for (int slot = 0; slot < _layout.Slots; slot++)
            {
                if (!Find(b, slot, out int at, out int from, out int count))
                {
                    continue;
                }
                for (int k = 0; k < depth; k++)
                {
                    Spans.AddFlushed(matrix.Slice((k * stride) + from, count), panel.Slice((k * width) + at, count));
                }
            }
        }
    }

    /// <summary>Copies the transpose of a matrix, [rows, gates * units], to panels of rows: [panel][group][k][16], k over the blocks' columns.</summary>
    public void PackTransposed(ReadOnlySpan<float> matrix, int rows, Span<float> packed, int fromPanel, int toPanel)
    {
        int stride = matrix.Length / rows;
        for (int p = fromPanel; p < toPanel; p++)
        {
            int first = p * PanelLayout.Width;
            int real = Math.Min(PanelLayout.Width, rows - first);
            int width = PanelLayout.Padded(real);
            Span<float> panel = packed.Slice(first * Width, width * Width);
            if (width != real || !IsFull(_layout.Blocks - 1))
            {
                panel.Clear();
            }
            for (int r = 0; r < real; r += PanelLayout.Group)
            {
                PackGroupTransposed(matrix[((first + r) * stride)..], stride, Math.Min(PanelLayout.Group, real - r), panel[(r * Width)..]);
            }
        }
    }

    /// <summary>The transpose of 16 rows at most. A gate's columns are taken one after the other over all blocks, so that a processor fetches the rows ahead.</summary>
    private void PackGroupTransposed(ReadOnlySpan<float> rows, int stride, int count, Span<float> group)
    {
        for (int slot = 0; slot < _layout.Slots; slot++)
        {
            for (int b = 0; b < _layout.Blocks; b++)
            {
                if (Find(b, slot, out int at, out int from, out int columns))
                {
                    Packing.Transpose(rows[from..], stride, count, columns, group[((Before(b) + at) * PanelLayout.Group)..], PanelLayout.Group);
                }
            }
        }
    }

    private bool IsFull(int block) => _layout.IsWhole(block) && _layout.RealUnitsOf(block) == _layout.UnitsOf(block);

    /// <summary>Where a slot stands in its block's columns, and its part of the matrix's.</summary>
    private bool Find(int block, int slot, out int at, out int from, out int count)
    {
        at = (slot * _layout.UnitsOf(block)) - FirstOf(block);
        from = (_gateOfSlot[slot] * _layout.Units) + (block * _layout.UnitsInBlock);
        count = _layout.RealUnitsOf(block);
        return _gateOfSlot[slot] != None;
    }
}
