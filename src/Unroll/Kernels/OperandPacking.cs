using System.Runtime.Intrinsics.X86;

namespace Unroll.Kernels;

/// <summary>
/// The operands of a product aᵀ·b, copied to where a tile takes four rows of b with the fewest instructions: a turned, so that a tile's row is one run of memory,
/// and b in groups, whose rows don't push each other out of a first-level cache. Rows of the sources may stand anywhere.
/// </summary>
internal static unsafe class OperandPacking<S, V, I>
    where S : struct, ISimd<V, I>
    where V : struct
    where I : struct
{
    /// <summary>The most rows of the sources that are copied at once.</summary>
    private const int MaxDepth = Gemm<S, V, I>.DepthBlock;

    /// <summary>Rows of the sources that fill a cache line when turned. They are turned together, since a first-level cache doesn't hold the lines of all columns.</summary>
    private const int LineDepth = 16;

    /// <summary>Rows of aᵀ for which copying costs more than it saves: two tiles.</summary>
    public const int FewRows = 12;

    /// <summary>The most columns that are turned at once: 1 MB.</summary>
    public const int MaxColumns = 1024;

    /// <summary>Columns of a matrix as the rows of a left operand.</summary>
    /// <param name="rows">Where the first of the columns stands in each row of the matrix.</param>
    /// <param name="depth">The number of those rows, <see cref="Gemm{S, V, I}.DepthBlock"/> at most.</param>
    /// <param name="offset">What is added to each of them.</param>
    /// <param name="columns">The number of columns, <see cref="MaxColumns"/> at most.</param>
    public static LeftOperand Turn(float** rows, int depth, nint offset, int columns)
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

    /// <summary>Some groups of 16 columns of a matrix as a right operand.</summary>
    /// <param name="rows">Where each row of the matrix stands.</param>
    /// <param name="depth">The number of rows, <see cref="Gemm{S, V, I}.DepthBlock"/> at most.</param>
    /// <param name="groups">Where each group stands in a row; <see cref="PanelLayout.GroupsInPanel"/> of them at most.</param>
    public static RightOperand Group(float** rows, int depth, ReadOnlySpan<nint> groups)
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

/// <summary>A thread's room for the copies of operands; the next copy takes the place of the last.</summary>
internal static unsafe class OperandRoom
{
    [ThreadStatic]
    private static FloatBuffer? t_left;

    [ThreadStatic]
    private static FloatBuffer? t_right;

    public static float* Left(int length) => Take(t_left ??= new FloatBuffer(), length);

    public static float* Right(int length) => Take(t_right ??= new FloatBuffer(), length);

    private static float* Take(FloatBuffer buffer, int length)
    {
        buffer.Resize(length);
        return buffer.Address();
    }
}
