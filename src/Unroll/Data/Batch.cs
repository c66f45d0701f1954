namespace Unroll;

/// <summary>Samples that are in memory together: for each input an array, and, where there are any, targets and weights.</summary>
public sealed class Batch
{
    /// <summary>Samples for a model with one input and one output.</summary>
    /// <param name="x">The inputs.</param>
    /// <param name="y">The targets, as many.</param>
    /// <param name="sampleWeights">How much each sample counts, [samples], or each of its steps, [samples, time]; 1 by default.</param>
    /// <exception cref="ShapeException">Their numbers differ.</exception>
    public Batch(DataArray x, DataArray? y = null, DataArray? sampleWeights = null)
        : this([x], y is null ? null : [y], sampleWeights is null ? null : [sampleWeights])
    {
    }

    /// <summary>Samples for a model with several inputs or outputs.</summary>
    /// <param name="x">The inputs in the model's order.</param>
    /// <param name="y">The targets in the order of the outputs.</param>
    /// <param name="sampleWeights">One array for all outputs, or one for each.</param>
    /// <exception cref="ShapeException">Their numbers of samples differ.</exception>
    public Batch(IReadOnlyList<DataArray> x, IReadOnlyList<DataArray>? y, IReadOnlyList<DataArray>? sampleWeights = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Count == 0)
        {
            Throw.Argument("A data set needs inputs, but got none. Pass one array for each input of the model.");
        }
        (Inputs, Targets, SampleWeights) = ([.. x], [.. y ?? []], [.. sampleWeights ?? []]);
        Count = Inputs[0].Count;
        if (Count == 0)
        {
            Throw.Argument("The data set is empty: 0 samples. Pass at least one sample.");
        }
        Match("inputs", Inputs);
        Match("labels", Targets);
        Match("sample weights", SampleWeights);
    }

    /// <summary>The number of samples.</summary>
    public int Count { get; }

    internal DataArray[] Inputs { get; }

    internal DataArray[] Targets { get; }

    internal DataArray[] SampleWeights { get; }

    /// <summary>Samples from one to before another.</summary>
    internal Batch Slice(int from, int to)
    {
        return new Batch(Parts(Inputs), Parts(Targets), Parts(SampleWeights));

        DataArray[] Parts(DataArray[] arrays) => Array.ConvertAll(arrays, a => a.Slice(from, to));
    }

    private void Match(string what, DataArray[] arrays)
    {
        foreach (DataArray array in arrays)
        {
            if (array.Count != Count)
            {
                Throw.Shape($"{Count} samples came with {array.Count} {what}. Pass as many {what} as samples.");
            }
        }
    }
}
