namespace Unroll;

/// <summary>Whether a model takes and gives what a task expects.</summary>
internal static class TaskShapes
{
    /// <exception cref="ArgumentException">The model takes something else than one input of floats of the shape, or doesn't give one row of so many values.</exception>
    public static void Check(Model model, Shape input, int outputs, string named)
    {
        Graph graph = model.Graph;
        bool takes = graph.Inputs.Count == 1 && graph.Inputs[0].Type == ElementType.Float32 && graph.Inputs[0].Shape.Rank == input.Rank;
        for (int axis = 1; takes && axis < input.Rank; axis++)
            takes = graph.Inputs[0].Shape[axis] == input[axis] || graph.Inputs[0].Shape[axis] == Shape.Any;
        if (!takes)
            Throw.Argument($"The task's model takes one input of Float32 of shape {input}, but this one takes {string.Join(" and ", graph.Inputs.Select(static i => $"{i.Type} of shape {i.Shape}"))}.", nameof(model));
        Shape output = graph.Outputs[0].Shape;
        if (graph.Outputs.Count != 1 || output.Rank != 2 || output[1] != outputs)
            Throw.Argument($"The model gives outputs of shape {output}, but there are {outputs} {named}. Give the last layer {outputs} units.", nameof(model));
    }
}
