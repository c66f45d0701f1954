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

    public static string Text(Cell cell) => cell switch
    {
        Cell.Lstm => "LSTM",
        Cell.Gru => "GRU",
        Cell.GruResetBefore => "GRU that resets before the product",
        _ => "SimpleRNN",
    };

    private static string Text(StorySet set) => set switch
    {
        StorySet.Lecture => "1,000 words, padded to 100 steps",
        StorySet.AllWords => "31,000 words, padded to 100 steps",
        _ => "1,000 words, the stories of 100 words and more",
    };
}
