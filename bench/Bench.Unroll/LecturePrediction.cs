using System.Numerics.Tensors;

namespace Bench;

/// <summary>The lecture's model's probabilities for the test set.</summary>
internal sealed class LecturePrediction(Job job) : IRound
{
    private readonly Sequential _model = LectureModel.Create(job.Stories);
    private readonly Dataset _data = LectureModel.Data(Stories.Load(job.Stories).Test);
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
