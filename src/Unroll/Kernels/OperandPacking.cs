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

    /// <summary>Rows of aᵀ for which copying costs more than it saves: two tiles.</summary>
    public const int FewRows = 12;

    /// <summary>Room for <see cref="Group"/> of a panel, and the place of that for <see cref="Turn"/> behind it.</summary>
    public const int RightRoom = MaxDepth * PanelLayout.Width;

    /// <summary>Room for both, of <see cref="Gemm{S, V, I}.RowBlock"/> columns turned, wherever it begins.</summary>
    public const int Room = RightRoom + (MaxDepth * Gemm<S, V, I>.RowBlock) + PanelLayout.Group;

    /// <summary>Columns of a matrix as the rows of a left operand.</summary>
    /// <param name="rows">Where the first of the columns stands in each row of the matrix.</param>
    /// <param name="depth">The number of those rows, <see cref="Gemm{S, V, I}.DepthBlock"/> at most.</param>
    /// <param name="offset">What is added to each of them.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="room">Room for the copy.</param>
    public static LeftOperand Turn(float** rows, int depth, nint offset, int columns, float* room)
    {
        int k = 0;
        for (; Sse.IsSupported && k + 4 <= depth; k += 4)
        {
            float* a = rows[k] + offset, b = rows[k + 1] + offset, c = rows[k + 2] + offset, d = rows[k + 3] + offset;
            float* target = room + k;
            int column = 0;
            for (; column + 4 <= columns; column += 4, target += 4 * MaxDepth)
            {
                Packing.TransposeFour(a + column, b + column, c + column, d + column, target, MaxDepth);
            }
            for (; column < columns; column++, target += MaxDepth)
            {
                (target[0], target[1], target[2], target[3]) = (a[column], b[column], c[column], d[column]);
            }
        }
        for (; k < depth; k++)
        {
            float* row = rows[k] + offset;
            for (int column = 0; column < columns; column++)
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
    /// <param name="room">Room for the copy.</param>
    public static RightOperand Group(float** rows, int depth, ReadOnlySpan<nint> groups, float* room)
    {
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
