namespace Bench;

/// <summary>What the cells' matrices look like.</summary>
public static class Cells
{
    /// <summary>Matrices side by side in a kernel.</summary>
    public static int Gates(this Cell cell) => cell switch
    {
        Cell.Lstm => 4,
        Cell.Gru or Cell.GruResetBefore => 3,
        _ => 1,
    };

    /// <summary>
    /// [rows, gates, units] as Keras has it to [gates, units, rows] as libtorch and ONNX have it, with the gates in another order.
    /// </summary>
    /// <param name="matrix">The weights.</param>
    /// <param name="rows">Rows; 1 for a bias.</param>
    /// <param name="order">For each gate of the result Keras's number of it.</param>
    public static float[] Transposed(ReadOnlySpan<float> matrix, int rows, params ReadOnlySpan<int> order)
    {
        int columns = matrix.Length / rows;
        int units = columns / order.Length;
        var result = new float[matrix.Length];
        for (int column = 0; column < columns; column++)
        {
            int from = (order[column / units] * units) + (column % units);
            for (int row = 0; row < rows; row++)
            {
                result[(column * rows) + row] = matrix[(row * columns) + from];
            }
        }
        return result;
    }

    /// <summary>[batch, steps, width] to [steps, batch, width].</summary>
    public static T[] TimeFirst<T>(ReadOnlySpan<T> values, int batch, int steps)
    {
        int width = values.Length / (batch * steps);
        var result = new T[values.Length];
        for (int b = 0; b < batch; b++)
        {
            for (int t = 0; t < steps; t++)
            {
                values.Slice(((b * steps) + t) * width, width).CopyTo(result.AsSpan(((t * batch) + b) * width));
            }
        }
        return result;
    }
}
