namespace Bench;

/// <summary>A recurrent operator with the weights that all contestants share.</summary>
internal static class CellGraph
{
    /// <summary>From <paramref name="x"/>, [steps, batch, inputs], to "sequence", [steps, 1, batch, units], and "last", [1, batch, units].</summary>
    public static void Add(OnnxGraph graph, string x, Cell cell, int inputs, int units)
    {
        // ONNX's order is i, o, f, c and z, r, h.
        (string operation, int[] order) = cell switch
        {
            Cell.Lstm => ("LSTM", new[] { 0, 3, 1, 2 }),
            Cell.Gru => ("GRU", [0, 1, 2]),
            Cell.SimpleRnn => ("RNN", [0]),
            _ => throw new NotSupportedException($"{cell} doesn't take part."),
        };
        var weights = new CellWeights(cell, inputs, units);
        long columns = weights.Bias.Length;
        graph.Constant("W", Cells.Transposed(weights.Kernel, inputs, order), 1, columns, inputs);
        graph.Constant("R", Cells.Transposed(weights.Recurrent, units, order), 1, columns, units);
        graph.Constant("B", [.. Cells.Transposed(weights.Bias, 1, order), .. new float[columns]], 1, 2 * columns);
        (string, long)[] attributes = cell == Cell.Gru ? [("hidden_size", units), ("linear_before_reset", 1)] : [("hidden_size", units)];
        graph.Node(operation, [x, "W", "R", "B"], ["sequence", "last"], attributes);
    }

    /// <summary>A layer on dense inputs.</summary>
    public static byte[] Create(Job job)
    {
        var graph = new OnnxGraph();
        graph.Input("x", OnnxGraph.Float, job.Steps, job.Batch, job.Units);
        graph.Output("sequence", job.Steps, 1, job.Batch, job.Units);
        Add(graph, "x", job.Cell, job.Units, job.Units);
        return graph.ToModel();
    }
}
