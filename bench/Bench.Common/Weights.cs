namespace Bench;

/// <summary>A recurrent layer's first weights in Keras's layout, the same for all contestants.</summary>
/// <param name="cell">The layer.</param>
/// <param name="inputs">The width of its inputs.</param>
/// <param name="units">Its units.</param>
public sealed class CellWeights(Cell cell, int inputs, int units)
{
    /// <summary>[inputs, gates, units].</summary>
    public float[] Kernel { get; } = Numbers.Uniform(1, inputs * cell.Gates() * units, MathF.Sqrt(6f / (inputs + (cell.Gates() * units))));

    /// <summary>[units, gates, units].</summary>
    public float[] Recurrent { get; } = Numbers.Uniform(2, units * cell.Gates() * units, 1 / MathF.Sqrt(units));

    /// <summary>[gates, units]: 1 for the forget gate, else 0.</summary>
    public float[] Bias { get; } = FirstBias(cell, units);

    private static float[] FirstBias(Cell cell, int units)
    {
        var bias = new float[cell.Gates() * units];
        if (cell == Cell.Lstm)
        {
            bias.AsSpan(units, units).Fill(1);
        }
        return bias;
    }
}

/// <summary>The lecture's model's first weights, the same for all contestants.</summary>
/// <param name="words">Words of its Embedding.</param>
public sealed class LectureWeights(int words)
{
    /// <summary>Length of an embedding, and units of the LSTM.</summary>
    public const int Units = 100;

    /// <summary>Classes.</summary>
    public const int Topics = 46;

    /// <summary>[words, units].</summary>
    public float[] Embeddings { get; } = Numbers.Uniform(3, words * Units, 0.05f);

    /// <summary>The LSTM's.</summary>
    public CellWeights Lstm { get; } = new(Cell.Lstm, Units, Units);

    /// <summary>[units, topics].</summary>
    public float[] Dense { get; } = Numbers.Uniform(4, Units * Topics, MathF.Sqrt(6f / (Units + Topics)));
}

/// <summary>The first weights of a layer of the catalogue in Keras's layout and order, the same for all contestants.</summary>
/// <param name="layer">The layer.</param>
public sealed class LayerWeights(LayerKind layer)
{
    /// <summary>Those that train, biases too at random.</summary>
    public float[][] Values { get; } = [.. Layers.WeightShapes(layer).Select(Create)];

    private static float[] Create(int[] shape, int index)
    {
        int count = Layers.Count(shape);
        return Numbers.Uniform(10 + (ulong)index, count, 1 / MathF.Sqrt(count / shape[^1]));
    }
}
