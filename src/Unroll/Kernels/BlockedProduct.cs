namespace Unroll.Kernels;

/// <summary>Products of a matrix with a packed one, cut into what the caches hold: some rows, of them some depth, and over those all columns.</summary>
internal static unsafe class BlockedProduct<S, V, I>
    where S : struct, ISimd<V, I>
    where V : struct
    where I : struct
{
    /// <summary>Rows that are a multiple of this apart, 4 KB, push each other out of a first-level cache, so they are worked on in a copy.</summary>
    private const int CrowdedStride = 1024;

    /// <summary>The widest product whose sums have a place of their own: 2 MB for a block of rows.</summary>
    private const int WidestApart = 4 * CrowdedStride;

    /// <summary>Distance of copied rows, in floats: a cache line more than they are long.</summary>
    private const int CopyStride = Gemm<S, V, I>.DepthBlock + PanelLayout.Group;

    /// <summary>c = from + a·b, where the rows of what c begins with are fromRow apart, and its panels of columns fromPanel.</summary>
    public static void Multiply(float* from, nint fromRow, int fromPanel, int rows, int depth, float* a, nint aRow, float* b, float* c, nint cRow)
    {
        int depthBlock = Gemm<S, V, I>.DepthAtOnce(rows, depth);
        int rowBlock = Gemm<S, V, I>.RowsAtOnce(rows);
        bool copies = rows > Gemm<S, V, I>.TallestTile && aRow % CrowdedStride == 0;
        bool apart = depth > depthBlock && cRow % CrowdedStride == 0 && cRow <= WidestApart;
        float* room = apart ? OperandRoom.Sums(rowBlock * (int)cRow) : null;
        for (int row = 0; row < rows; row += rowBlock)
        {
            int height = Math.Min(rowBlock, rows - row);
            for (int k = 0; k < depth; k += depthBlock)
            {
                LeftOperand left = new(a + (row * aRow) + k, aRow, Math.Min(depthBlock, depth - k));
                left = copies ? Copy(left, height) : left;
                bool first = k == 0, last = k + left.Depth == depth;
                for (int column = 0; column < cRow; column += PanelLayout.Width)
                {
                    int groups = (int)Math.Min(PanelLayout.GroupsInPanel, (cRow - column) / PanelLayout.Group);
                    RightOperand right = RightOperand.Packed(b + ((nint)column * depth) + (k * PanelLayout.Group), depth);
                    float* target = c + (row * cRow) + column;
                    float* sums = apart ? room + (column * rowBlock) : target;
                    nint sumsRow = apart ? PanelLayout.Width : cRow;
                    Gemm<S, V, I>.Panel(
                        height, groups, left, right,
                        first ? from + (row * fromRow) + (column / PanelLayout.Width * fromPanel) : sums, first ? fromRow : sumsRow,
                        last ? target : sums, last ? cRow : sumsRow);
                }
            }
        }
    }

    private static LeftOperand Copy(in LeftOperand a, int rows)
    {
        float* room = OperandRoom.Left(rows * CopyStride);
        for (int r = 0; r < rows; r++)
        {
            new ReadOnlySpan<float>(a.From(r).Start, a.Depth).CopyTo(new Span<float>(room + (r * CopyStride), a.Depth));
        }
        return new LeftOperand(room, CopyStride, a.Depth);
    }
}
