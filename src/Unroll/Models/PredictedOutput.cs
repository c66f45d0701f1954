using System.Numerics.Tensors;

namespace Unroll;

/// <summary>Collects what a model makes batch by batch in one of its outputs.</summary>
/// <param name="samples">How many samples there will be, where that is known.</param>
internal sealed class PredictedOutput(int? samples)
{
    private float[] _values = [];
    private int[] _sample = [];
    private int _count;
    private int _written;

    public void Add(ModelRun run, TensorValue output)
    {
        ReadOnlySpan<float> values = output.Floats;
        if (_count == 0)
        {
            _sample = output.Dimensions[1..].ToArray();
            _values = GC.AllocateUninitializedArray<float>(checked((samples ?? output.Batch) * (values.Length / output.Batch)));
        }
        else if (!output.Dimensions[1..].SequenceEqual(_sample))
        {
            Throw.Shape($"The model's outputs of two batches are of different shapes: {Shape.Text(_sample)} and {Shape.Text(output.Dimensions[1..])} for each sample. Predict such batches one by one.");
        }
        int end = checked(_written + values.Length);
        if (end > _values.Length)
        {
            Array.Resize(ref _values, Math.Max(end, (int)Math.Min(2L * _written, Array.MaxLength)));
        }
        run.Copy(values, _values.AsSpan(_written));
        (_written, _count) = (end, _count + output.Batch);
    }

    /// <summary>[samples, ...].</summary>
    public Tensor<float> ToTensor()
    {
        if (_written < _values.Length)
        {
            Array.Resize(ref _values, _written);
        }
        return Tensor.Create(_values, [_count, .. _sample.Select(static d => (nint)d)]);
    }
}
