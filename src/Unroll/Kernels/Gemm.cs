using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Unroll.Kernels;

/// <summary>Products C += A·B, or C = a beginning + A·B, cut into tiles.</summary>
internal static unsafe class Gemm<S, V, I>
    where S : struct, ISimd<V, I>
    where V : struct
    where I : struct
{
    /// <summary>Depth whose group of 16 columns stays in a first-level cache: 16 KB.</summary>
    public const int DepthBlock = 256;

    /// <summary>The most rows that stay in a second-level cache over such a depth, while all columns pass by: 132 KB.</summary>
    public const int RowBlock = 22 * TallestTile;

    public const int TallestTile = 6;

    /// <summary>Blocks of 64 columns that make up such a depth, where the depth is a recurrent layer's sums.</summary>
    public const int BlocksOfDepth = DepthBlock / PanelLayout.Width;

    /// <summary>Depth to take at once: all of it for a single tile of rows, which reads each group of B but once.</summary>
    public static int DepthAtOnce(int rows, int depth) => rows <= TallestTile ? depth : DepthBlock;

    /// <summary>Rows to take at once, so that the parts are alike.</summary>
    public static int RowsAtOnce(int rows)
    {
        // No rows are none at once: a batch may be masked from end to end.
        int parts = Math.Max(1, (rows + RowBlock - 1) / RowBlock);
        int tiles = ((rows + TallestTile - 1) / TallestTile + parts - 1) / parts;
        return tiles * TallestTile;
    }

    /// <summary>C += A·B for some rows and for <paramref name="groups"/> (1 to 4) groups of 16 columns that stand side by side in C.</summary>
    public static void Panel(int rows, int groups, in LeftOperand a, in RightOperand b, float* c, nint cRow) => Panel(rows, groups, a, b, c, cRow, c, cRow);

    /// <summary>The same, where C's row i begins with what stands at from + i * fromRow.</summary>
    public static void Panel(int rows, int groups, in LeftOperand a, in RightOperand b, float* from, nint fromRow, float* c, nint cRow)
    {
        if (S.Lanes == PanelLayout.Group)
        {
            switch (groups)
            {
                case 1:
                    Rows<N1>(rows, a, b, from, fromRow, c, cRow);
                    break;
                case 2:
                    Rows<N2>(rows, a, b, from, fromRow, c, cRow);
                    break;
                case 3:
                    Rows<N3>(rows, a, b, from, fromRow, c, cRow);
                    break;
                default:
                    Rows<N4>(rows, a, b, from, fromRow, c, cRow);
                    break;
            }
            return;
        }

        // Sixteen registers hold the sums of six rows by two vectors, of two rows by four, or of one by eight.
        if (rows == 3)
        {
            Panel(2, groups, a, b, from, fromRow, c, cRow);
            Panel(1, groups, a.From(2), b, from + (2 * fromRow), fromRow, c + (2 * cRow), cRow);
            return;
        }
        int column = 0;
        int columns = groups * PanelLayout.Group;
        if (rows == 1)
        {
            for (; columns - column >= 8 * S.Lanes; column += 8 * S.Lanes)
            {
                Tile<S, V, I>.Multiply<N1, N8>(a, b.From(column), from + column, fromRow, c + column, cRow);
            }
            for (; columns - column >= 6 * S.Lanes; column += 6 * S.Lanes)
            {
                Tile<S, V, I>.Multiply<N1, N6>(a, b.From(column), from + column, fromRow, c + column, cRow);
            }
        }
        if (rows <= 2)
        {
            for (; columns - column >= 4 * S.Lanes; column += 4 * S.Lanes)
            {
                Rows<N4>(rows, a, b.From(column), from + column, fromRow, c + column, cRow);
            }
        }
        for (; column < columns; column += 2 * S.Lanes)
        {
            Rows<N2>(rows, a, b.From(column), from + column, fromRow, c + column, cRow);
        }
    }

    /// <summary>Asks for the sums of the next tile, whose rows lie too far apart for a processor to foresee them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PrefetchSums(float* c, nint cRow, int rows)
    {
        for (int r = 0; Sse.IsSupported && r < rows; r++)
        {
            Sse.Prefetch0(c + (r * cRow));
        }
    }

    /// <summary>Asks for a share of the next group of B, into the second-level cache: the first has no room beside this group and A.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PrefetchGroup(in RightOperand b, int from, int depth)
    {
        float* next = b.Start + b.Group;
        for (int k = from; Sse.IsSupported && k < from + depth; k++)
        {
            Sse.Prefetch1(next + (k * PanelLayout.Group));
        }
    }

    /// <summary>Tiles of six, five and four rows: seven rows are four and three, not six and one.</summary>
    private static void Rows<W>(int rows, in LeftOperand a, in RightOperand b, float* from, nint fromRow, float* c, nint cRow)
        where W : struct, ICount
    {
        int tiles = (rows + TallestTile - 1) / TallestTile;

        // Groups so deep come from beyond the second-level cache: the next one is fetched while this one is at work, a share with each tile.
        bool asksAhead = tiles > 1 && b.Group >= 2 * DepthBlock * PanelLayout.Group;
        int share = asksAhead ? (a.Runs * a.Depth / tiles) + 1 : 0;
        for (int tile = 0, i = 0; tile < tiles; tile++)
        {
            int height = (rows - i + tiles - tile - 1) / (tiles - tile);
            LeftOperand left = a.From(i);
            PrefetchSums(c + (height * cRow), cRow, height);
            if (asksAhead)
            {
                PrefetchGroup(b, tile * share, share);
            }
            switch (height)
            {
                case 1:
                    Tile<S, V, I>.Multiply<N1, W>(left, b, from, fromRow, c, cRow);
                    break;
                case 2:
                    Tile<S, V, I>.Multiply<N2, W>(left, b, from, fromRow, c, cRow);
                    break;
                case 3:
                    Tile<S, V, I>.Multiply<N3, W>(left, b, from, fromRow, c, cRow);
                    break;
                case 4:
                    Tile<S, V, I>.Multiply<N4, W>(left, b, from, fromRow, c, cRow);
                    break;
                case 5:
                    Tile<S, V, I>.Multiply<N5, W>(left, b, from, fromRow, c, cRow);
                    break;
                default:
                    Tile<S, V, I>.Multiply<N6, W>(left, b, from, fromRow, c, cRow);
                    break;
            }
            i += height;
            from += height * fromRow;
            c += height * cRow;
        }
    }
}

/// <summary>How the columns of a product stand in memory: panels of 64, the last one of 16, 32, 48 or 64, each in groups of 16. It is the same at every vector width.</summary>
internal static class PanelLayout
{
    /// <summary>The columns that one vector of the widest kind holds.</summary>
    public const int Group = 16;

    public const int GroupsInPanel = 4;

    public const int Width = Group * GroupsInPanel;

    /// <summary>Columns rounded up to whole groups.</summary>
    public static int Padded(int columns) => (columns + Group - 1) / Group * Group;
}
