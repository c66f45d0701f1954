namespace Bench;

/// <summary>The lecture's Embedding and LSTM alone, over the training set in batches, for the share of the machine's peak.</summary>
internal sealed class LectureLayers : IRound
{
    private readonly Sequential _model;
    private readonly ModelRun _run;
    private readonly Stories _stories;
    private readonly int _batch;
    private readonly bool _training;
    private readonly float[] _gradient;
    private double _check;

    public LectureLayers(Job job)
    {
        _stories = Stories.Load(job.Stories).Train;
        (_batch, _training) = (job.Batch, job.Work == Work.LayerTraining);
        int words = Stories.Words(job.Stories);
        _model = new Sequential(seed: 42) { new Embedding(words, LectureWeights.Units), new Lstm(LectureWeights.Units) };
        var weights = new LectureWeights(words);
        _model.Layers[^2].Weights[0].Set(weights.Embeddings);
        CellModel.SetWeights(_model.Layers[^1].Weights, weights.Lstm);

        // As Adam asks for it.
        _run = new ModelRun(_model) { TakesSquares = true };
        _gradient = Numbers.Uniform(6, _batch * LectureWeights.Units, 1);
    }

    public void Run()
    {
        _check = 0;
        for (int from = 0; from < _stories.Count; from += _batch)
        {
            Step(from, Math.Min(_batch, _stories.Count - from));
        }
    }

    private void Step(int from, int count)
    {
        _run.Inputs[0].Resize(count, Stories.Length);
        _stories.Tokens.AsSpan(from * Stories.Length, count * Stories.Length).CopyTo(_run.Inputs[0].Ints);
        if (_training)
        {
            foreach (Parameter weight in _model.Weights)
            {
                _ = weight.ForWriting();
            }
        }
        _run.Forward(_training, keep: _training);
        if (_training)
        {
            _gradient.AsSpan(0, _run.Outputs[0].Count).CopyTo(_run.Outputs[0].Gradient);
            _run.Backward();
        }
        _check += Numbers.SumOfSquares(_run.Outputs[0].Floats);
    }

    public Outcome Outcome() => new(_check);

    public void Dispose()
    {
    }
}
