namespace Unroll;

/// <summary>Whether a model takes the numbers of a vocabulary.</summary>
internal static class TokenModels
{
    /// <exception cref="ArgumentException">The model takes something else than one input of [batch, any time] tokens, or doesn't know all of the vocabulary.</exception>
    public static void Check(Model model, Vocabulary vocabulary)
    {
        Graph graph = model.Graph;
        if (graph.Inputs.Count != 1 || graph.Inputs[0].Type != ElementType.Int32 || graph.Inputs[0].Shape.Rank != 2 || graph.Inputs[0].Shape[1] != Shape.Any)
            Throw.Argument($"The task's model takes one input of tokens, [batch, any time], but this one takes {string.Join(" and ", graph.Inputs.Select(i => $"{i.Type} of shape {i.Shape}"))}. Begin it with new InputLayer(Shape.Any) {{ Type = ElementType.Int32 }}.", nameof(model));
        foreach (LayerCall call in graph.Calls)
        {
            if (call.Layer is Embedding embedding && call.Inputs[0] == graph.Inputs[0] && embedding.Inputs < vocabulary.Count)
                Throw.Argument($"The vocabulary has {vocabulary.Count} numbers, but {embedding} knows 0 to {embedding.Inputs - 1}. Make it new Embedding(vocabulary.Count, ...).", nameof(vocabulary));
        }
    }
}
