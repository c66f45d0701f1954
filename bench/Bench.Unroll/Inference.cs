using System.Numerics.Tensors;

namespace Bench;

/// <summary>A layer's output through the public API.</summary>
internal sealed class Inference(Job job) : IRound
{
    private readonly Sequential _model = CellModel.Create(job);
    private readonly Dataset _data = Dataset.From(Tensor.Create(CellModel.Inputs(job), [job.Batch, job.Steps, job.Units]));
    private Tensor<float>? _output;

    public void Run() => _output = _model.Predict(_data, job.Batch);

    public Outcome Outcome()
    {
        var values = new float[_output!.FlattenedLength];
        _output.FlattenTo(values);
        return new Outcome(Numbers.SumOfSquares(values));
    }

    public void Dispose()
    {
    }
}
