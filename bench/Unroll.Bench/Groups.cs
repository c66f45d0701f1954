namespace Bench;

/// <summary>The tables' titles.</summary>
internal static class Groups
{
    public const string Threads = "Threads";

    /// <summary>Ends the title of what one core does alone.</summary>
    public const string OneCore = "on one core";

    /// <summary>Ends the name of a size that is to keep the rate of the one below it.</summary>
    public const string Odd = "(odd)";

    public static string Lecture(StorySet set) => $"The lecture's model, {Text(set)}";

    public static string Losses(StorySet set) => $"Losses by epoch, {Text(set)}";

    public static string Share(StorySet set) => $"Share of the FMA peak, {Text(set)}";

    public static string Grid(Cell cell, Work work) => $"{Text(cell)}, {(work == Work.Infer ? "inference" : "training step")}";

    public static string Layers(int batch) => $"The catalogue's layers, training step, batch {batch}";

    public static string Text(Cell cell) => cell switch
    {
        Cell.Lstm => "LSTM",
        Cell.Gru => "GRU",
        Cell.GruResetBefore => "GRU that resets before the product",
        _ => "SimpleRNN",
    };

    public static string Text(LayerKind layer) => layer switch
    {
        LayerKind.Dense => "Dense, 128 units, relu",
        LayerKind.Conv1D => "Conv1D, 128 filters of 5 steps",
        LayerKind.DepthwiseConv1D => "DepthwiseConv1D, 5 steps",
        LayerKind.Conv2D => "Conv2D, 32 filters of 3 by 3",
        LayerKind.DepthwiseConv2D => "DepthwiseConv2D, 3 by 3",
        LayerKind.SeparableConv2D => "SeparableConv2D, 32 filters of 3 by 3",
        LayerKind.MaxPooling2D or LayerKind.AveragePooling2D => $"{layer}, 2 by 2",
        LayerKind.Add or LayerKind.Multiply or LayerKind.Concatenate => $"{layer}, of two",
        LayerKind.MaxPooling1D or LayerKind.AveragePooling1D => $"{layer}, 2 steps",
        LayerKind.MultiHeadAttention => "MultiHeadAttention, 4 heads of 32, self",
        LayerKind.Attention => "Attention, self",
        LayerKind.BidirectionalLstm => "Bidirectional LSTM, 64 units",
        LayerKind.TimeDistributedDense => "TimeDistributed Dense, 64 units",
        _ => $"{layer}",
    };

    private static string Text(StorySet set) => set switch
    {
        StorySet.Lecture => "1,000 words, padded to 100 steps",
        StorySet.AllWords => "31,000 words, padded to 100 steps",
        _ => "1,000 words, the stories of 100 words and more",
    };
}
