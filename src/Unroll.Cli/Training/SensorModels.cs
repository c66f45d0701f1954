namespace Unroll.Cli.Training;

/// <summary>The networks that are compared: one that sees the window as a whole, and three that read it step by step.</summary>
internal static class SensorModels
{
    public const string FeedForward = "dense";

    /// <summary>The cells that <c>--cell</c> names.</summary>
    public static IReadOnlyList<string> Cells { get; } = ["rnn", "lstm", "gru"];

    public static Sequential Build(string kind, int window, int columns, int units, Dense output, int seed)
    {
        var model = new Sequential(seed: (ulong)seed) { new InputLayer(window, columns) };
        if (kind == FeedForward)
        {
            model.Add(new Flatten());
            model.Add(new Dense(units) { Activation = Activation.Relu });
        }
        else
        {
            model.Add(Cell(kind, units));
        }

        model.Add(output);
        return model;
    }

    private static Layer Cell(string kind, int units) => kind switch
    {
        "rnn" => new SimpleRnn(units),
        "lstm" => new Lstm(units),
        _ => new Gru(units),
    };
}
