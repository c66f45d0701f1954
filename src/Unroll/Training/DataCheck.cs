namespace Unroll;

/// <summary>Whether data fit a model's inputs.</summary>
internal static class DataCheck
{
    public static void Inputs(Model model, Batch batch)
    {
        IReadOnlyList<SymbolicTensor> inputs = model.Graph.Inputs;
        if (batch.Inputs.Length != inputs.Count)
        {
            Throw.Shape($"The model has {inputs.Count} inputs, but got {batch.Inputs.Length}. Pass one array for each input, in the model's order.");
        }
        for (int i = 0; i < inputs.Count; i++)
        {
            DataArray given = batch.Inputs[i];
            SymbolicTensor expected = inputs[i];
            if (expected.Type == ElementType.Int32 && given.Type != ElementType.Int32)
            {
                Throw.Shape($"The input '{expected.Producer.Layer.Name}' takes tokens (int), but got floats. Pass a Tensor<int>.");
            }
            if (!Admits(expected.Shape, given.Dimensions))
            {
                Throw.Shape($"The input '{expected.Producer.Layer.Name}' expects shape {expected.Shape}, but got {Shape.Text(given.Dimensions)}. Pad or reshape the data to it.");
            }
            if (given.Dimensions[1..].Contains(0))
            {
                Throw.Shape($"The input '{expected.Producer.Layer.Name}' got shape {Shape.Text(given.Dimensions)}, samples without any values. Give each at least one step.");
            }
        }
    }

    // The number of samples is the data's own affair.
    private static bool Admits(Shape shape, ReadOnlySpan<int> dimensions)
    {
        if (dimensions.Length != shape.Rank)
        {
            return false;
        }
        for (int i = 1; i < dimensions.Length; i++)
        {
            if (shape[i] != Shape.Any && shape[i] != dimensions[i])
            {
                return false;
            }
        }
        return true;
    }
}
