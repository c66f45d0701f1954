namespace Unroll;

/// <summary>The two halves of a captioner's model, made of the layers of the whole: what looks at pictures, and a step of what writes words.</summary>
internal static class CaptionerSteps
{
    /// <returns>
    /// The encoder, from pictures to the LSTM's first state, h and c, and to the grid's cells and their keys; and the step, from a word, h, c, cells and keys
    /// to the next word's probabilities, h, c and the attention's weights.
    /// </returns>
    /// <exception cref="ArgumentException">The model is no captioner's.</exception>
    public static (Model Encoder, Model Step) Of(Model model, CaptionerSettings settings)
    {
        Graph graph = model.Graph;
        if (graph.Inputs.Count != 2 || graph.Inputs[0].Shape.Rank != 4 || graph.Inputs[0].Shape[3] != CaptionerInput.Channels || graph.Inputs[1].Type != ElementType.Int32)
        {
            Throw.Argument($"A captioner's model takes pictures, [batch, height, width, {CaptionerInput.Channels}], and words, [batch, time], but this one takes {string.Join(" and ", graph.Inputs.Select(static i => $"{i.Type} of shape {i.Shape}"))}.", nameof(model));
        }
        int words = graph.Outputs[0].Shape[^1];
        if (words != settings.Vocabulary.Count || Layer<Embedding>(CaptionerModel.Embedding).Inputs != words)
        {
            Throw.Argument($"The model knows {words} words, but the vocabulary has {settings.Vocabulary.Count}. Use the vocabulary that it was trained with.", nameof(settings));
        }
        SymbolicTensor cells = Made(CaptionerModel.Grid), keys = Made(CaptionerModel.Keys);
        var encoder = new Model([graph.Inputs[0]], [Made(CaptionerModel.StateH), Made(CaptionerModel.StateC), cells, keys]);
        return (encoder, Step(cells.Shape, keys.Shape));

        Model Step(Shape cellsShape, Shape keysShape)
        {
            var lstm = Layer<Lstm>(CaptionerModel.Lstm);
            var word = new InputLayer(1) { Name = "last_word", Type = ElementType.Int32 };
            InputLayer h = new(lstm.Units) { Name = "h" }, c = new(lstm.Units) { Name = "c" };
            InputLayer grid = new(cellsShape[1], cellsShape[2]) { Name = "cells" }, gridKeys = new(keysShape[1], keysShape[2]) { Name = "cell_keys" };
            LstmOutput state = lstm.Apply(Layer<Embedding>(CaptionerModel.Embedding).Apply(word.Tensor), new LstmSymbolicState(h.Tensor, c.Tensor));
            SymbolicTensor query = Layer<Dense>(CaptionerModel.Query).Apply(state.Sequence);
            AttentionOutput found = Layer<Attention>(CaptionerModel.Attention).Apply(query, grid.Tensor, gridKeys.Tensor);
            SymbolicTensor seen = Layer<Multiply>(CaptionerModel.Gated).Apply(
                Layer<Dense>(CaptionerModel.Seen).Apply(found), Layer<Dense>(CaptionerModel.Gate).Apply(state.Sequence));
            SymbolicTensor joined = Layer<Concatenate>(CaptionerModel.Joined).Apply(seen, Layer<Dense>(CaptionerModel.Told).Apply(state.Sequence));
            return new Model(
                [word.Tensor, h.Tensor, c.Tensor, grid.Tensor, gridKeys.Tensor], [Layer<Dense>(CaptionerModel.Word).Apply(joined), state.State.H, state.State.C, found.Scores]);
        }

        T Layer<T>(string name)
            where T : Layer =>
            graph.Layers.FirstOrDefault(l => l.Name == name) as T ?? Throw.Argument<T>($"The model has no {typeof(T).Name} '{name}'. Use a model that a Captioner made.", nameof(model));

        SymbolicTensor Made(string name) =>
            graph.Calls.FirstOrDefault(call => call.Layer.Name == name)?.Outputs[0]
            ?? Throw.Argument<SymbolicTensor>($"The model has no layer '{name}'. Use a model that a Captioner made.", nameof(model));
    }
}
