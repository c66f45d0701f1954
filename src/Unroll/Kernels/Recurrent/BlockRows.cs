using System.Runtime.Intrinsics;

namespace Unroll.Kernels;

/// <summary>
/// Runs a cell on blocks whose slots are narrower than a vector, 4, 8 or 12 units: as many rows as fit are brought together to one whole block,
/// so that no lane is wasted.
/// </summary>
internal static unsafe class BlockRows
{
    private const int Quad = 4;

    /// <summary>Floats of scratch: gates and sums of a block, and eight states.</summary>
    private const int Room = (2 * PanelLayout.Width) + (8 * PanelLayout.Group);

    public static void Forward(CellRows rows, delegate*<CellRows, void> cell)
    {
        if (rows.Units >= PanelLayout.Group)
        {
            cell(rows);
            return;
        }
        float* scratch = stackalloc float[Room + PanelLayout.Group];
        CellRows whole = Whole(Align(scratch));
        for (int first = 0; first < rows.Rows; first += PanelLayout.Group / rows.Units)
        {
            int n = Math.Min(PanelLayout.Group / rows.Units, rows.Rows - first);
            Move(whole.Z, rows.Z, rows.ZRow, first, n, rows.Units, slots: 4, gather: true);
            Move(whole.H, rows.H, rows.SavedRow, first, n, rows.Units, slots: 1, gather: true);
            Move(whole.C, rows.C, rows.SavedRow, first, n, rows.Units, slots: 1, gather: true);
            Move(whole.TanhC, rows.TanhC, rows.SavedRow, first, n, rows.Units, slots: 1, gather: true);
            cell(whole);
            Move(whole.Z, rows.Z, rows.ZRow, first, n, rows.Units, slots: 4, gather: false);
            Move(whole.TanhC, rows.TanhC, rows.SavedRow, first, n, rows.Units, slots: 1, gather: false);
            Move(whole.NextH, rows.NextH, rows.NextRow, first, n, rows.Units, slots: 1, gather: false);
            Move(whole.NextC, rows.NextC, rows.NextRow, first, n, rows.Units, slots: 1, gather: false);
        }
    }

    public static void Backward(CellRows rows, delegate*<CellRows, void> cell)
    {
        if (rows.Units >= PanelLayout.Group)
        {
            cell(rows);
            return;
        }
        float* scratch = stackalloc float[Room + PanelLayout.Group];
        CellRows whole = Whole(Align(scratch));
        for (int first = 0; first < rows.Rows; first += PanelLayout.Group / rows.Units)
        {
            int n = Math.Min(PanelLayout.Group / rows.Units, rows.Rows - first);
            Move(whole.Gates, rows.Gates, rows.GatesRow, first, n, rows.Units, slots: 4, gather: true);
            Move(whole.Z, rows.Z, rows.ZRow, first, n, rows.Units, slots: 4, gather: true);
            Move(whole.H, rows.H, rows.SavedRow, first, n, rows.Units, slots: 1, gather: true);
            Move(whole.C, rows.C, rows.SavedRow, first, n, rows.Units, slots: 1, gather: true);
            Move(whole.TanhC, rows.TanhC, rows.SavedRow, first, n, rows.Units, slots: 1, gather: true);
            Move(whole.DH, rows.DH, rows.DRow, first, n, rows.Units, slots: 1, gather: true);
            Move(whole.DC, rows.DC, rows.DRow, first, n, rows.Units, slots: 1, gather: true);
            cell(whole);
            Move(whole.Z, rows.Z, rows.ZRow, first, n, rows.Units, slots: 4, gather: false);
            Move(whole.DH, rows.DH, rows.DRow, first, n, rows.Units, slots: 1, gather: false);
            Move(whole.DC, rows.DC, rows.DRow, first, n, rows.Units, slots: 1, gather: false);
        }
    }

    private static float* Align(float* p) => (float*)(((nint)p + 63) & ~(nint)63);

    private static CellRows Whole(float* scratch)
    {
        new Span<float>(scratch, Room).Clear();
        float* states = scratch + (2 * PanelLayout.Width);
        return new CellRows
        {
            Rows = 1,
            Units = PanelLayout.Group,
            Z = scratch,
            Gates = scratch + PanelLayout.Width,
            H = states,
            C = states + PanelLayout.Group,
            TanhC = states + (2 * PanelLayout.Group),
            NextH = states + (3 * PanelLayout.Group),
            NextC = states + (4 * PanelLayout.Group),
            DH = states + (5 * PanelLayout.Group),
            DC = states + (6 * PanelLayout.Group),
        };
    }

    /// <summary>Row r's units of a slot stand at r * units of the whole block's slot.</summary>
    private static void Move(float* whole, float* rows, nint stride, int first, int count, int units, int slots, bool gather)
    {
        if (rows == null)
        {
            return;
        }
        float* row = rows + (first * stride);
        for (int r = 0; r < count; r++, row += stride)
        {
            for (int slot = 0; slot < slots; slot++)
            {
                float* a = whole + (slot * PanelLayout.Group) + (r * units);
                float* b = row + (slot * units);
                for (int u = 0; u < units; u += Quad)
                {
                    if (gather)
                    {
                        Vector128.Load(b + u).Store(a + u);
                    }
                    else
                    {
                        Vector128.Load(a + u).Store(b + u);
                    }
                }
            }
        }
    }
}
