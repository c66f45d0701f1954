namespace Bench;

/// <summary>The lecture's model, with the weights that all contestants share.</summary>
internal static class LectureGraph
{
    public static byte[] Create(StorySet set)
    {
        const int Units = LectureWeights.Units;
        int words = Stories.Words(set);
        var weights = new LectureWeights(words);
        var graph = new OnnxGraph();
        graph.Input("x", OnnxGraph.Int32, Stories.Length, -1);
        graph.Output("probabilities", -1, LectureWeights.Topics);
        graph.Constant("embeddings", weights.Embeddings, words, Units);
        graph.Node("Gather", ["embeddings", "x"], ["embedded"]);
        CellGraph.Add(graph, "embedded", Cell.Lstm, Units, Units);
        graph.Constant("axis", [0L]);
        graph.Node("Squeeze", ["last", "axis"], ["h"]);
        graph.Constant("dense", weights.Dense, Units, LectureWeights.Topics);
        graph.Constant("bias", new float[LectureWeights.Topics], LectureWeights.Topics);
        graph.Node("Gemm", ["h", "dense", "bias"], ["logits"]);
        graph.Node("Softmax", ["logits"], ["probabilities"]);
        return graph.ToModel();
    }
}
