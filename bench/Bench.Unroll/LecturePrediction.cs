namespace Bench;

/// <summary>The lecture's model's probabilities for the test set, into memory that was there before.</summary>
internal sealed class LecturePrediction : IRound
{
    private readonly Sequential _model;
    private readonly Dataset _data;
    private readonly float[] _output;
    private readonly int _batch;

    public LecturePrediction(Job job)
    {
        Stories test = Stories.Load(job.Stories).Test;
        (_model, _data, _batch) = (LectureModel.Create(job.Stories), LectureModel.Data(test), job.Batch);
        _output = new float[test.Count * LectureWeights.Topics];
    }

    public void Run() => _model.Predict(_data, _output, _batch);

    public Outcome Outcome() => new(Numbers.SumOfSquares(_output));

    public void Dispose()
    {
    }
}
