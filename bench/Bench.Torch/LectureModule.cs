using TorchSharp;
using TorchSharp.Modules;

namespace Bench;

/// <summary>The lecture's model, with the weights that all contestants share.</summary>
internal sealed class LectureModule : IDisposable
{
    private readonly Embedding _embedding;
    private readonly CellModule _lstm = new(Cell.Lstm, LectureWeights.Units, LectureWeights.Units);
    private readonly Linear _dense = torch.nn.Linear(LectureWeights.Units, LectureWeights.Topics);

    public LectureModule(StorySet set)
    {
        int words = Stories.Words(set);
        var weights = new LectureWeights(words);
        _embedding = torch.nn.Embedding(words, LectureWeights.Units);
        _embedding.weight!.Set(weights.Embeddings);
        _dense.weight!.Set(Cells.Transposed(weights.Dense, LectureWeights.Units, 0));
        _dense.bias!.Set(new float[LectureWeights.Topics]);
    }

    public IEnumerable<Parameter> Parameters => [.. _embedding.parameters(), .. _lstm.Parameters, .. _dense.parameters()];

    /// <summary>From tokens, [steps, batch], to what stands before the softmax.</summary>
    public torch.Tensor Logits(torch.Tensor tokens) => _dense.forward(_lstm.Forward(_embedding.forward(tokens)).Last);

    public torch.Tensor Probabilities(torch.Tensor tokens) => torch.nn.functional.softmax(Logits(tokens), 1);

    public void Dispose()
    {
        _embedding.Dispose();
        _lstm.Dispose();
        _dense.Dispose();
    }
}
