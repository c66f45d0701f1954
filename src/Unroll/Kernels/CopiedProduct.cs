using System.Runtime.Intrinsics.X86;

namespace Unroll.Kernels;

/// <summary>Where the panels of a product aᵀ·b, 64 columns at most, come from and go to.</summary>
internal interface IProductPanels
{
    /// <summary>The groups of 16 columns that a panel has.</summary>
    int GroupsOf(int panel);

    /// <summary>Where a panel's group stands in a row of b.</summary>
    nint SourceOf(int panel, int group);

    /// <summary>Where a row of a panel begins in the product.</summary>
    nint PlaceOf(int row, int panel);

    /// <summary>The distance of a panel's rows in the product.</summary>
    nint RowStride(int panel);
}

/// <summary>
/// Products aᵀ·b of operands that are copied to where a tile takes four rows of b with the fewest instructions: a turned, so that a tile's row is one run of memory,
/// and b in groups, whose rows don't push each other out of a first-level cache. Rows of a and b may stand anywhere.
/// </summary>
internal static unsafe class CopiedProduct<S, V, I>
    where S : struct, ISimd<V, I>
    where V : struct
    where I : struct
{
    /// <summary>The most rows of a and b that are multiplied at once.</summary>
    public const int MaxDepth = Gemm<S, V, I>.DepthBlock;

    /// <summary>Rows of a that fill a cache line when turned. They are turned together, since a first-level cache doesn't hold the lines of all columns.</summary>
    private const int LineDepth = 16;

    /// <summary>Rows of aᵀ for which copying costs more than it saves: two tiles.</summary>
    public const int FewRows = 2 * Gemm<S, V, I>.TallestTile;

    /// <summary>The most columns that are turned at once: 1 MB.</summary>
    private const int MaxColumns = 1024;

    /// <summary>c += aᵀ·b for some rows and panels of c.</summary>
    /// <param name="panels">The panels.</param>
    /// <param name="ofRows">The rows: columns of a.</param>
    /// <param name="ofPanels">The numbers of the panels.</param>
    /// <param name="a">Where each row of a stands.</param>
    /// <param name="b">Where each row of b stands.</param>
    /// <param name="depth">The number of those rows, <see cref="MaxDepth"/> at most.</param>
    /// <param name="c">The product.</param>
    /// <param name="ends">Whether nothing will be added after it: what is subnormal is flushed then, while a cache holds it.</param>
    public static void Add<TPanels>(in TPanels panels, (int From, int To) ofRows, (int From, int To) ofPanels, float** a, float** b, int depth, float* c, bool ends)
        where TPanels : struct, IProductPanels
    {
        Span<nint> places = stackalloc nint[PanelLayout.GroupsInPanel];
        for (int first = ofRows.From; first < ofRows.To; first += MaxColumns)
        {
            int rows = Math.Min(MaxColumns, ofRows.To - first);
            int rowBlock = Gemm<S, V, I>.RowsAtOnce(rows);
            LeftOperand left = Turn(a, depth, first, rows);
            for (int panel = ofPanels.From; panel < ofPanels.To; panel++)
            {
                Span<nint> groups = places[..panels.GroupsOf(panel)];
                for (int g = 0; g < groups.Length; g++)
                {
                    groups[g] = panels.SourceOf(panel, g);
                }
                RightOperand right = Group(b, depth, groups);
                nint stride = panels.RowStride(panel);
                for (int row = 0; row < rows; row += rowBlock)
                {
                    int count = Math.Min(rowBlock, rows - row);
                    float* target = c + panels.PlaceOf(first + row, panel);
                    Gemm<S, V, I>.Panel(count, groups.Length, left.From(row), right, target, stride);
                    for (int i = 0; ends && i < count; i++)
                    {
                        Spans.FlushSubnormals(new Span<float>(target + (i * stride), groups.Length * PanelLayout.Group));
                    }
                }
            }
        }
    }

    /// <summary>Some columns of a as the rows of a left operand.</summary>
    private static LeftOperand Turn(float** rows, int depth, nint offset, int columns)
    {
        float* room = OperandRoom.Left(columns * MaxDepth);
        int turned = Sse.IsSupported ? depth / 4 * 4 : 0;
        int fours = columns / 4 * 4;
        for (int from = 0; from < turned; from += LineDepth)
        {
            int to = Math.Min(from + LineDepth, turned);
            for (int column = 0; column < fours; column += 4)
            {
                float* target = room + (column * MaxDepth);
                nint at = offset + column;
                for (int k = from; k < to; k += 4)
                {
                    Packing.TransposeFour(rows[k] + at, rows[k + 1] + at, rows[k + 2] + at, rows[k + 3] + at, target + k, MaxDepth);
                }
            }
        }
        for (int k = 0; k < depth; k++)
        {
            float* row = rows[k] + offset;
            for (int column = k < turned ? fours : 0; column < columns; column++)
            {
                room[(column * MaxDepth) + k] = row[column];
            }
        }
        return new LeftOperand(room, MaxDepth, depth);
    }

    /// <summary>Some groups of 16 columns of b, each from its place in a row on, as a right operand.</summary>
    private static RightOperand Group(float** rows, int depth, ReadOnlySpan<nint> groups)
    {
        float* room = OperandRoom.Right(groups.Length * PanelLayout.Group * MaxDepth);
        float* target = room;
        foreach (nint group in groups)
        {
            for (int k = 0; k < depth; k++, target += PanelLayout.Group)
            {
                float* from = rows[k] + group;
                for (int i = 0; i < PanelLayout.Group; i += S.Lanes)
                {
                    S.Store(target + i, S.Load(from + i));
                }
            }
        }
        return RightOperand.Packed(room, depth);
    }
}
