using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Unroll.Kernels;

/// <summary>A plain matrix laid out as the products read it: groups of 16 columns, [group][k][16], with zeros in columns that stand for nothing.</summary>
internal static class Packing
{
    /// <summary>Groups of a matrix, [depth, columns].</summary>
    public static void Pack(ReadOnlySpan<float> matrix, int depth, int columns, Span<float> packed) => Pack(matrix, columns, depth, columns, packed);

    /// <summary>Groups of a matrix, [depth, columns], whose rows are <paramref name="stride"/> apart.</summary>
    public static void Pack(ReadOnlySpan<float> matrix, int stride, int depth, int columns, Span<float> packed)
    {
        int to = 0;
        for (int first = 0; first < columns; first += PanelLayout.Group)
        {
            int real = Math.Min(PanelLayout.Group, columns - first);
            for (int k = 0; k < depth; k++, to += PanelLayout.Group)
            {
                matrix.Slice((k * stride) + first, real).CopyTo(packed[to..]);
                packed[(to + real)..(to + PanelLayout.Group)].Clear();
            }
        }
    }

    /// <summary>Groups of the transpose of a matrix, [rows, columns]: its columns are k, its rows the columns of the groups.</summary>
    public static void PackTransposed(ReadOnlySpan<float> matrix, int rows, int columns, Span<float> packed) => PackTransposed(matrix, columns, rows, columns, packed);

    /// <summary>Groups of the transpose of a matrix, [rows, columns], whose rows are <paramref name="stride"/> apart.</summary>
    public static void PackTransposed(ReadOnlySpan<float> matrix, int stride, int rows, int columns, Span<float> packed)
    {
        for (int first = 0; first < rows; first += PanelLayout.Group)
        {
            int real = Math.Min(PanelLayout.Group, rows - first);
            Span<float> group = packed.Slice(first * columns, columns * PanelLayout.Group);
            Transpose(matrix[(first * stride)..], stride, real, columns, group, PanelLayout.Group);
            for (int k = 0; real < PanelLayout.Group && k < columns; k++)
            {
                group.Slice((k * PanelLayout.Group) + real, PanelLayout.Group - real).Clear();
            }
        }
    }

    /// <summary>The transpose of a matrix, [rows, columns], whose rows are <paramref name="stride"/> apart; those of the target are <paramref name="targetStride"/> apart.</summary>
    public static unsafe void Transpose(ReadOnlySpan<float> matrix, int stride, int rows, int columns, Span<float> target, int targetStride)
    {
        if (rows == 0 || columns == 0)
        {
            return;
        }
        if (matrix.Length < ((long)(rows - 1) * stride) + columns || target.Length < ((long)(columns - 1) * targetStride) + rows)
        {
            Throw.Argument($"A matrix of {rows} by {columns} has {matrix.Length} numbers, and its transpose room for {target.Length}. Pass whole matrices.");
        }
        fixed (float* from = matrix, to = target)
        {
            int wholeRows = Sse.IsSupported ? rows - (rows % 4) : 0, wholeColumns = Sse.IsSupported ? columns - (columns % 4) : 0;
            int inEights = 0;
            for (; Avx.IsSupported && inEights + 8 <= rows && columns % 8 == 0; inEights += 8)
            {
                for (int c = 0; c < columns; c += 8)
                {
                    TransposeEight(from + ((nint)inEights * stride) + c, stride, to + ((nint)c * targetStride) + inEights, targetStride);
                }
            }
            for (int r = inEights; r < wholeRows; r += 4)
            {
                for (int c = 0; c < wholeColumns; c += 4)
                {
                    float* four = from + ((nint)r * stride) + c;
                    TransposeFour(four, four + stride, four + (2 * (nint)stride), four + (3 * (nint)stride), to + ((nint)c * targetStride) + r, targetStride);
                }
            }
            for (int r = 0; r < rows; r++)
            {
                for (int c = r < wholeRows ? wholeColumns : 0; c < columns; c++)
                {
                    to[((nint)c * targetStride) + r] = from[((nint)r * stride) + c];
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void TransposeEight(float* from, nint stride, float* to, nint targetStride)
    {
        // Halves of rows four apart share a vector, so that what is left are two transposes of four side by side, one in each half.
        for (int half = 0; half < 8; half += 4, to += 4 * targetStride)
        {
            float* f = from + half;
            Vector256<float> a = Pair(f, 4 * stride), b = Pair(f + stride, 4 * stride), c = Pair(f + (2 * stride), 4 * stride), d = Pair(f + (3 * stride), 4 * stride);
            Vector256<float> ac = Avx.UnpackLow(a, c), bd = Avx.UnpackLow(b, d), ac2 = Avx.UnpackHigh(a, c), bd2 = Avx.UnpackHigh(b, d);
            Avx.UnpackLow(ac, bd).Store(to);
            Avx.UnpackHigh(ac, bd).Store(to + targetStride);
            Avx.UnpackLow(ac2, bd2).Store(to + (2 * targetStride));
            Avx.UnpackHigh(ac2, bd2).Store(to + (3 * targetStride));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe Vector256<float> Pair(float* lower, nint distance) => Vector256.Create(Vector128.Load(lower), Vector128.Load(lower + distance));

    /// <summary>The transpose of four rows of four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void TransposeFour(float* row0, float* row1, float* row2, float* row3, float* to, nint targetStride)
    {
        Vector128<float> a = Vector128.Load(row0), b = Vector128.Load(row1), c = Vector128.Load(row2), d = Vector128.Load(row3);
        Vector128<float> ac = Sse.UnpackLow(a, c), bd = Sse.UnpackLow(b, d), ac2 = Sse.UnpackHigh(a, c), bd2 = Sse.UnpackHigh(b, d);
        Sse.UnpackLow(ac, bd).Store(to);
        Sse.UnpackHigh(ac, bd).Store(to + targetStride);
        Sse.UnpackLow(ac2, bd2).Store(to + (2 * targetStride));
        Sse.UnpackHigh(ac2, bd2).Store(to + (3 * targetStride));
    }
}
