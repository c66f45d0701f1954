namespace Unroll.Kernels;

/// <summary>
/// A cell with activations other than sigmoid and tanh: row by row, through the activations' own functions. What they were given and what they made
/// is kept as [step][row][slot][unit].
/// </summary>
internal abstract class GeneralCell(ScanState s, int gates)
{
    private readonly FloatBuffer _sums = new();
    private readonly FloatBuffer _gates = new();
    private readonly FloatBuffer _scratch = new();

    protected ScanState State => s;

    protected int Units => s.Layout.Units;

    private int Width => gates * Units;

    /// <summary>Makes room before workers share it.</summary>
    public void Reserve()
    {
        long rows = (long)(s.Keep ? s.Steps : 1) * s.Batch;
        _sums.Resize(rows * Width);
        _gates.Resize(rows * Width);
        _scratch.Resize((long)s.Batch * (gates + 2) * Units);
    }

    public void Forward(int t, in ScanPart part, int rows)
    {
        for (int r = 0; r < rows; r++)
        {
            ForwardRow(t, part.FirstRow + r);
        }
    }

    public void ForwardCandidate(int t, in ScanPart part, int rows)
    {
        for (int r = 0; r < rows; r++)
        {
            ForwardCandidateRow(t, part.FirstRow + r);
        }
    }

    public void Backward(int t, in ScanPart part, int rows, int all, bool candidate)
    {
        for (int r = 0; r < all; r++)
        {
            int row = part.FirstRow + r;
            bool own = r < rows;
            if (own && s.HasHoles && s.Mask[(t * s.Batch) + row] == 0)
            {
                for (int b = 0; b < s.Layout.Blocks; b++)
                {
                    GradientsOf(t, row, b).Clear();
                }
            }
            else if (candidate)
            {
                BackwardCandidateRow(t, row, own);
            }
            else
            {
                BackwardRow(t, row, own);
            }
        }
    }

    protected abstract void ForwardRow(int t, int row);

    protected abstract void BackwardRow(int t, int row, bool own);

    protected virtual void ForwardCandidateRow(int t, int row)
    {
    }

    protected virtual void BackwardCandidateRow(int t, int row, bool own)
    {
    }

    /// <summary>What the activations were given; of the shared prefix where the row has not begun.</summary>
    protected Span<float> Sums(int t, int row, bool own = true) => own ? Row(_sums, t, row) : s.Prefix!.General!.Row(s.Prefix.General._sums, t, 0);

    /// <summary>What the activations made.</summary>
    protected Span<float> Gates(int t, int row, bool own = true) => own ? Row(_gates, t, row) : s.Prefix!.General!.Row(s.Prefix.General._gates, t, 0);

    /// <summary>Room for a row's gradients, [gates + 2][unit].</summary>
    protected Span<float> Scratch(int row) => _scratch.Span.Slice(row * (gates + 2) * Units, (gates + 2) * Units);

    protected Span<float> Before(FloatBuffer state, int t, int row, bool own = true) => StateRow(Kept(own), state, t, own ? row : 0);

    protected Span<float> After(FloatBuffer state, int t, int row, bool own = true) => StateRow(Kept(own), state, t + 1, own ? row : 0);

    protected Span<float> Once(FloatBuffer values, int t, int row, bool own = true)
    {
        ScanState kept = Kept(own);
        return values.Span.Slice((int)((kept.OnceRowsBefore(t) + (own ? row : 0)) * s.Layout.UnitStride), Units);
    }

    protected ScanState Kept(bool own) => own ? s : s.Prefix!;

    protected Span<float> Gradient(FloatBuffer gradient, int row) => gradient.Span.Slice(row * s.Layout.UnitStride, Units);

    /// <summary>Takes a slot's sums out of the blocks.</summary>
    protected void Gather(int t, int row, int slot, Span<float> target)
    {
        for (int b = 0; b < s.Layout.Blocks; b++)
        {
            int real = s.Layout.RealUnitsOf(b);
            int at = (int)((b * s.BlockStride) + ((s.ZRowsBefore(t) + row) * PanelLayout.Width)) + (slot * s.Layout.UnitsOf(b));
            s.Z.Span.Slice(at, real).CopyTo(target[(b * s.Layout.UnitsInBlock)..]);
        }
    }

    /// <summary>Puts a slot's gradients into the blocks.</summary>
    protected void Scatter(ReadOnlySpan<float> source, int t, int row, int slot)
    {
        for (int b = 0; b < s.Layout.Blocks; b++)
        {
            Span<float> target = GradientsOf(t, row, b).Slice(slot * s.Layout.UnitsOf(b), s.Layout.UnitsOf(b));
            target.Clear();
            for (int u = 0; u < s.Layout.RealUnitsOf(b); u++)
            {
                target[u] = Flush(source[(b * s.Layout.UnitsInBlock) + u]);
            }
        }
    }

    protected static float Flush(float x) => float.IsSubnormal(x) ? 0 : x;

    private Span<float> Row(FloatBuffer buffer, int t, int row) => buffer.Span.Slice((((s.Keep ? t : 0) * s.Batch) + row) * Width, Width);

    private Span<float> StateRow(ScanState kept, FloatBuffer state, int t, int row) =>
        state.Span.Slice((int)((kept.StateRowsBefore(t) + row) * s.Layout.UnitStride), Units);

    private Span<float> GradientsOf(int t, int row, int block) =>
        s.DZ.Span.Slice((int)((block * s.DZBlockStride) + ((s.DZRowsBefore(t) + row) * PanelLayout.Width)), s.Layout.ColumnsOf(block));
}
