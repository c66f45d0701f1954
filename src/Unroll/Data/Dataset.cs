using System.Numerics.Tensors;

namespace Unroll;

/// <summary>Samples with their targets and, where some count more than others, their weights.</summary>
public sealed class Dataset
{
    private Dataset(DataArray[] inputs, DataArray? targets, float[]? weights)
    {
        (Inputs, Targets, SampleWeights) = (inputs, targets, weights);
        Count = inputs[0].Count;
        if (Count == 0)
        {
            Throw.Argument("The data set is empty: 0 samples. Pass at least one sample.");
        }
        foreach (DataArray input in inputs)
        {
            Match("inputs", input.Count);
        }
        if (targets is not null)
        {
            Match("labels", targets.Count);
        }
        if (weights is not null)
        {
            Match("sample weights", weights.Length);
        }
    }

    /// <summary>The number of samples.</summary>
    public int Count { get; }

    internal DataArray[] Inputs { get; }

    internal DataArray? Targets { get; }

    internal float[]? SampleWeights { get; }

    /// <summary>Samples for a model with one input.</summary>
    /// <param name="x">The inputs.</param>
    /// <param name="y">The targets, as many.</param>
    /// <param name="sampleWeights">How much each sample counts; 1 by default.</param>
    /// <exception cref="ShapeException">Their numbers differ.</exception>
    public static Dataset From(DataArray x, DataArray? y = null, float[]? sampleWeights = null) => From([x], y, sampleWeights);

    /// <summary>Samples for a model with several inputs.</summary>
    /// <param name="x">The inputs in the model's order.</param>
    /// <param name="y">The targets, as many as there are samples.</param>
    /// <param name="sampleWeights">How much each sample counts; 1 by default.</param>
    /// <exception cref="ShapeException">Their numbers differ.</exception>
    public static Dataset From(IReadOnlyList<DataArray> x, DataArray? y = null, float[]? sampleWeights = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Count == 0)
        {
            Throw.Argument("A data set needs inputs, but got none. Pass one array for each input of the model.");
        }
        return new Dataset([.. x], y, sampleWeights);
    }

    private void Match(string what, int count)
    {
        if (count != Count)
        {
            Throw.Shape($"{Count} samples came with {count} {what}. Pass as many {what} as samples.");
        }
    }

    /// <summary>Inputs with targets.</summary>
    public static implicit operator Dataset((Tensor<int> X, Tensor<float> Y) data) => From(data.X, data.Y);

    /// <summary>Inputs with targets.</summary>
    public static implicit operator Dataset((Tensor<int> X, Tensor<int> Y) data) => From(data.X, data.Y);

    /// <summary>Inputs with targets.</summary>
    public static implicit operator Dataset((Tensor<int> X, int[] Y) data) => From(data.X, data.Y);

    /// <summary>Inputs with targets.</summary>
    public static implicit operator Dataset((Tensor<float> X, Tensor<float> Y) data) => From(data.X, data.Y);

    /// <summary>Inputs with targets.</summary>
    public static implicit operator Dataset((Tensor<float> X, int[] Y) data) => From(data.X, data.Y);

    /// <summary>Inputs with targets.</summary>
    public static implicit operator Dataset((DataArray X, DataArray Y) data) => From(data.X, data.Y);
}
