using TorchSharp;
using TorchSharp.Modules;

namespace Bench;

/// <summary>An epoch of the lecture's model. Targets are class numbers, and the loss takes logits, as libtorch likes it.</summary>
internal sealed class LectureTraining : IRound
{
    private readonly int _batch;
    private readonly LectureModule _model;
    private readonly torch.Tensor _tokens;
    private readonly torch.Tensor _topics;
    private readonly Adam _optimizer;
    private int _epoch;
    private double _loss;

    public LectureTraining(Job job)
    {
        Stories train = Stories.Load(job.Stories).Train;
        _batch = job.Batch;
        _model = new LectureModule(job.Stories);
        _tokens = Values.TimeFirst(train.Tokens, train.Count);
        _topics = torch.tensor(Array.ConvertAll(train.Topics, static t => (long)t));

        // Keras's epsilon.
        _optimizer = torch.optim.Adam(_model.Parameters, lr: 0.001, eps: 1e-7);
    }

    public void Run()
    {
        int[] order = Numbers.Order((int)_topics.shape[0], _epoch++);
        double sum = 0;
        for (int from = 0; from < order.Length; from += _batch)
        {
            int count = Math.Min(_batch, order.Length - from);
            sum += count * Step(Array.ConvertAll(order[from..(from + count)], static i => (long)i));
        }
        _loss = sum / order.Length;
    }

    private float Step(long[] samples)
    {
        using var scope = torch.NewDisposeScope();
        torch.Tensor index = torch.tensor(samples);
        torch.Tensor logits = _model.Logits(_tokens.index_select(1, index));
        torch.Tensor loss = torch.nn.functional.cross_entropy(logits, _topics.index_select(0, index));
        _optimizer.zero_grad();
        loss.backward();
        _optimizer.step();
        return loss.item<float>();
    }

    public Outcome Outcome() => new(_loss);

    public void Dispose()
    {
        _optimizer.Dispose();
        _tokens.Dispose();
        _topics.Dispose();
        _model.Dispose();
    }
}
