using System.Numerics.Tensors;

namespace Unroll;

/// <summary>Collects what a model makes batch by batch in one of its outputs.</summary>
internal sealed class PredictedOutput
{
    private readonly List<float> _values = [];
    private int[] _sample = [];
    private int _count;

    public void Add(TensorValue output)
    {
        if (_count > 0 && !output.Dimensions[1..].SequenceEqual(_sample))
        {
            Throw.Shape($"The model's outputs of two batches are of different shapes: {Shape.Text(_sample)} and {Shape.Text(output.Dimensions[1..])} for each sample. Predict such batches one by one.");
        }
        _sample = output.Dimensions[1..].ToArray();
        _count += output.Batch;
        _values.AddRange(output.Floats);
    }

    /// <summary>[samples, ...].</summary>
    public Tensor<float> ToTensor() => Tensor.Create(_values.ToArray(), [_count, .. _sample.Select(static d => (nint)d)]);
}
