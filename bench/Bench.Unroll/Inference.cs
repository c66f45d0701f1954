using System.Numerics.Tensors;

namespace Bench;

/// <summary>A layer's output through the public API, into memory that was there before.</summary>
internal sealed class Inference(Job job) : IRound
{
    private readonly Sequential _model = CellModel.Create(job);
    private readonly Dataset _data = Dataset.From(Tensor.Create(CellModel.Inputs(job), [job.Batch, job.Steps, job.Units]));
    private readonly float[] _output = new float[job.Batch * job.Steps * job.Units];

    public void Run() => _model.Predict(_data, _output, job.Batch);

    public Outcome Outcome() => new(Numbers.SumOfSquares(_output));

    public void Dispose()
    {
    }
}
