using System.Numerics.Tensors;

namespace Unroll;

/// <summary>Samples with their targets and, where some count more than others, their weights: arrays in memory, or a stream of batches.</summary>
public sealed class Dataset
{
    private Dataset(Batch arrays) => Arrays = arrays;

    private Dataset(BatchSource source) => Source = source;

    /// <summary>The number of samples.</summary>
    /// <exception cref="InvalidOperationException">The samples come as a stream of batches, which doesn't know their number.</exception>
    public int Count => Arrays?.Count ?? Throw.State<int>("A stream of batches doesn't know its number of samples. Count them as they come.");

    /// <summary>All samples, if they are in memory.</summary>
    internal Batch? Arrays { get; }

    /// <summary>Where the batches come from, if the samples are not in memory.</summary>
    internal BatchSource? Source { get; }

    /// <summary>Samples for a model with one input and one output.</summary>
    /// <param name="x">The inputs.</param>
    /// <param name="y">The targets, as many.</param>
    /// <param name="sampleWeights">How much each sample counts, [samples], or each of its steps, [samples, time]; 1 by default.</param>
    /// <exception cref="ShapeException">Their numbers differ.</exception>
    public static Dataset From(DataArray x, DataArray? y = null, DataArray? sampleWeights = null) => new(new Batch(x, y, sampleWeights));

    /// <summary>Samples for a model with several inputs and one output.</summary>
    /// <param name="x">The inputs in the model's order.</param>
    /// <param name="y">The targets, as many as there are samples.</param>
    /// <param name="sampleWeights">How much each sample counts; 1 by default.</param>
    /// <exception cref="ShapeException">Their numbers differ.</exception>
    public static Dataset From(IReadOnlyList<DataArray> x, DataArray? y = null, DataArray? sampleWeights = null) =>
        new(new Batch(x, y is null ? null : [y], sampleWeights is null ? null : [sampleWeights]));

    /// <summary>Samples for a model with several outputs.</summary>
    /// <param name="x">The inputs in the model's order.</param>
    /// <param name="y">The targets in the order of the outputs.</param>
    /// <param name="sampleWeights">One array for all outputs, or one for each.</param>
    /// <exception cref="ShapeException">Their numbers differ.</exception>
    public static Dataset From(IReadOnlyList<DataArray> x, IReadOnlyList<DataArray> y, IReadOnlyList<DataArray>? sampleWeights = null) =>
        new(new Batch(x, y, sampleWeights));

    /// <summary>Batches as they come. Each pass over the data enumerates them anew.</summary>
    /// <param name="batches">All batches of a pass.</param>
    /// <param name="prefetch">How many batches a thread of its own reads ahead; 0 to read on the training's thread.</param>
    public static Dataset FromBatches(IEnumerable<Batch> batches, int prefetch = 0)
    {
        ArgumentNullException.ThrowIfNull(batches);
        return new(new EnumerableSource(batches, CheckPrefetch(prefetch, 0)));
    }

    /// <summary>Batches as they come. Each pass over the data enumerates them anew, on a thread of its own that reads ahead.</summary>
    /// <param name="batches">All batches of a pass.</param>
    /// <param name="prefetch">How many batches are read ahead, 1 or more.</param>
    public static Dataset FromBatches(IAsyncEnumerable<Batch> batches, int prefetch = 1)
    {
        ArgumentNullException.ThrowIfNull(batches);
        return new(new AsyncSource(batches, CheckPrefetch(prefetch, 1)));
    }

    /// <summary>Batches of a source that can begin anywhere, such as <see cref="LengthBuckets"/>.</summary>
    /// <param name="batches">The source.</param>
    /// <param name="prefetch">How many batches a thread of its own reads ahead; 0 to read on the training's thread.</param>
    public static Dataset FromBatches(ISeekableBatches batches, int prefetch = 0)
    {
        ArgumentNullException.ThrowIfNull(batches);
        return new(new SeekableSource(batches, CheckPrefetch(prefetch, 0)));
    }

    internal static Dataset From(Batch arrays) => new(arrays);

    /// <summary>The samples, or the first batch of a stream.</summary>
    internal Batch First()
    {
        if (Arrays is not null)
        {
            return Arrays;
        }
        using var reader = new BatchStreamReader(Source!, digests: false);
        return reader.Next() ? reader.Batch : Throw.Data<Batch>("The data source gave no batch. Give at least one.");
    }

    private static int CheckPrefetch(int prefetch, int least)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(prefetch, least);
        return prefetch;
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
