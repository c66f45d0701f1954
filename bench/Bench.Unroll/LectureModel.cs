namespace Bench;

/// <summary>The lecture's model, with the weights that all contestants share.</summary>
internal static class LectureModel
{
    public static Sequential Create(StorySet set)
    {
        int words = Stories.Words(set);
        var model = new Sequential(seed: 42)
        {
            new Embedding(words, LectureWeights.Units),
            new Lstm(LectureWeights.Units),
            new Dense(LectureWeights.Topics) { Activation = Activation.Softmax },
        };
        model.Compile(Loss.CategoricalCrossentropy, new Adam());
        var weights = new LectureWeights(words);
        model.Layers[^3].Weights[0].Set(weights.Embeddings);
        CellModel.SetWeights(model.Layers[^2].Weights, weights.Lstm);
        model.Layers[^1].Weights[0].Set(weights.Dense);
        return model;
    }

    public static Dataset Data(Stories stories) => Dataset.From(
        System.Numerics.Tensors.Tensor.Create(stories.Tokens, [stories.Count, Stories.Length]), Labels.ToCategorical(stories.Topics, LectureWeights.Topics));
}
