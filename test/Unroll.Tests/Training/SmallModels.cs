using Unroll.Tests.Reference;

namespace Unroll.Tests.Training;

/// <summary>Models and data that train in milliseconds.</summary>
internal static class SmallModels
{
    public const int Samples = 30;
    public const int Classes = 3;

    public static DataArray X { get; } = new(new Samples(11).Ints(Samples * 5, 9), Samples, 5);

    public static DataArray Y { get; } = new(new Samples(12).Ints(Samples, Classes), Samples);

    public static Dataset All => Dataset.From(X, Y);

    public static Sequential New(ulong seed = 3, Optimizer? optimizer = null)
    {
        var model = new Sequential(seed)
        {
            new InputLayer(5) { Type = ElementType.Int32 },
            new Embedding(9, 4),
            new Lstm(4) { Dropout = 0.2f },
            new Dense(Classes) { Activation = Activation.Softmax },
        };
        model.Compile(Loss.SparseCategoricalCrossentropy, optimizer ?? new Adam { LearningRate = 0.02 }, [Metric.Accuracy]);
        return model;
    }

    /// <summary>All weights, one after the other.</summary>
    public static float[] Weights(Model model) => [.. model.Weights.SelectMany(w => w.ToArray())];

    /// <summary>The history's values by name, for comparison.</summary>
    public static string Text(History history) => string.Join("; ", history.Names.Select(n => $"{n}: {string.Join(", ", history[n].Select(v => v.ToString("R", System.Globalization.CultureInfo.InvariantCulture)))}"));
}
