namespace Unroll.Kernels;

/// <summary>A plain matrix laid out as the products read it: panels of 64 columns, the last of 16 to 64, [panel][k][column], with zeros in columns that stand for nothing.</summary>
internal static class Packing
{
    /// <summary>Panels of a matrix, [depth, columns].</summary>
    public static void Pack(ReadOnlySpan<float> matrix, int depth, int columns, Span<float> packed) => Pack(matrix, columns, depth, columns, packed);

    /// <summary>Panels of a matrix, [depth, columns], whose rows are <paramref name="stride"/> apart.</summary>
    public static void Pack(ReadOnlySpan<float> matrix, int stride, int depth, int columns, Span<float> packed)
    {
        int padded = PanelLayout.Padded(columns);
        int to = 0;
        for (int first = 0; first < padded; first += PanelLayout.Width)
        {
            int width = Math.Min(PanelLayout.Width, padded - first);
            int real = Math.Min(width, columns - first);
            for (int k = 0; k < depth; k++, to += width)
            {
                matrix.Slice((k * stride) + first, real).CopyTo(packed[to..]);
                packed.Slice(to + real, width - real).Clear();
            }
        }
    }

    /// <summary>Panels of the transpose of a matrix, [rows, columns]: its columns are k, its rows the columns of the panels.</summary>
    public static void PackTransposed(ReadOnlySpan<float> matrix, int rows, int columns, Span<float> packed) => PackTransposed(matrix, columns, rows, columns, packed);

    /// <summary>Panels of the transpose of a matrix, [rows, columns], whose rows are <paramref name="stride"/> apart.</summary>
    public static void PackTransposed(ReadOnlySpan<float> matrix, int stride, int rows, int columns, Span<float> packed)
    {
        int padded = PanelLayout.Padded(rows);
        int to = 0;
        for (int first = 0; first < padded; first += PanelLayout.Width)
        {
            int width = Math.Min(PanelLayout.Width, padded - first);
            int real = Math.Min(width, rows - first);
            for (int k = 0; k < columns; k++, to += width)
            {
                for (int j = 0; j < real; j++)
                {
                    packed[to + j] = matrix[((first + j) * stride) + k];
                }
                packed.Slice(to + real, width - real).Clear();
            }
        }
    }
}
