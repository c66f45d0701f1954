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
        int to = 0;
        for (int first = 0; first < rows; first += PanelLayout.Group)
        {
            int real = Math.Min(PanelLayout.Group, rows - first);
            for (int k = 0; k < columns; k++, to += PanelLayout.Group)
            {
                for (int j = 0; j < real; j++)
                {
                    packed[to + j] = matrix[((first + j) * stride) + k];
                }
                packed[(to + real)..(to + PanelLayout.Group)].Clear();
            }
        }
    }
}
