namespace Unroll;

/// <summary>
/// The model inside a captioner: convolutions make a grid of cells of the picture; a summary of the grid is the LSTM's first state; the LSTM reads the caption so far, and at each word
/// attends to the cells ("Show and Tell", Vinyals et al. 2015; "Show, Attend and Tell", Xu et al. 2015; scores by products, Luong et al. 2015).
/// The summary is narrow, so that it tells where things are and not what: what they are is for the attention to find. The word comes from what was seen, through a gate that the LSTM opens
/// for the kind of word that is due, and from a narrow look at the LSTM itself: so that it is the picture that counts, and not which words came together in the training.
/// </summary>
internal static class CaptionerModel
{
    // The layers that a step of the decoder is made of, by name.
    public const string Grid = "grid", Keys = "keys", StateH = "state_h", StateC = "state_c", Embedding = "embedding", Lstm = "lstm", Query = "query";
    public const string Attention = "attention", Seen = "seen", Gate = "gate", Gated = "gated", Told = "told", Joined = "joined", Word = "word";

    /// <summary>Numbers of a cell that the summary reads.</summary>
    private const int SummaryWidth = 8;

    /// <summary>A model that takes pictures, [batch, height, width, 5], and the words so far, [batch, time], and gives the next word's probabilities, [batch, time, words].</summary>
    public static Model Create(CaptionerShape shape, int words, ulong seed)
    {
        var picture = new InputLayer(shape.Height, shape.Width, CaptionerInput.Channels) { Name = "picture" };
        var text = new InputLayer(Shape.Any) { Name = "words", Type = ElementType.Int32 };
        SymbolicTensor cells = Convolve(picture.Tensor, shape.Filters);
        SymbolicTensor grid = new Reshape(cells.Shape[1] * cells.Shape[2], cells.Shape[3]) { Name = Grid }.Apply(cells);
        SymbolicTensor keys = new Dense(shape.Units / 2) { Name = Keys }.Apply(grid);

        SymbolicTensor few = new Dense(SummaryWidth) { Name = "few", Activation = Activation.Relu }.Apply(grid);
        SymbolicTensor summary = new Dense(shape.Units) { Name = "summary", Activation = Activation.Relu }.Apply(new Flatten { Name = "flat" }.Apply(few));
        var state = new LstmSymbolicState(
            new Dense(shape.Units) { Name = StateH, Activation = Activation.Tanh }.Apply(summary), new Dense(shape.Units) { Name = StateC }.Apply(summary));

        SymbolicTensor embedded = new Embedding(words, shape.Units / 4) { Name = Embedding }.Apply(text.Tensor);
        SymbolicTensor h = new Lstm(shape.Units) { Name = Lstm, ReturnSequences = true }.Apply(embedded, state).Sequence;
        SymbolicTensor query = new Dense(shape.Units / 2) { Name = Query }.Apply(h);
        AttentionOutput found = new Attention { Name = Attention, UseScale = true }.Apply(query, grid, keys);
        SymbolicTensor seen = new Multiply { Name = Gated }.Apply(
            new Dense(shape.Units) { Name = Seen }.Apply(found), new Dense(shape.Units) { Name = Gate, Activation = Activation.Sigmoid }.Apply(h));
        SymbolicTensor told = new Dense(shape.Units / 8) { Name = Told, Activation = Activation.Tanh }.Apply(h);
        SymbolicTensor word = new Dense(words) { Name = Word, Activation = Activation.Softmax }.Apply(new Concatenate { Name = Joined }.Apply(seen, told));
        return new Model([picture.Tensor, text.Tensor], [word], seed);
    }

    /// <summary>A first convolution of windows of 5 by 5, others of 3 by 3; each but the last halves rows and columns.</summary>
    private static SymbolicTensor Convolve(SymbolicTensor x, IReadOnlyList<int> filters)
    {
        for (int i = 0; i < filters.Count; i++)
        {
            int window = i == 0 ? 5 : 3, stride = i < filters.Count - 1 ? 2 : 1;
            x = new Conv2D(filters[i], window, window) { Name = $"convolution_{i + 1}", Strides = (stride, stride), Padding = WindowPadding.Same, Activation = Activation.Relu, KernelInitializer = Initializer.HeUniform }.Apply(x);
        }
        return x;
    }
}
