using System.Numerics.Tensors;
using System.Text.Json.Nodes;
using Unroll.Cli.Output;
using Unroll.Cli.Texts;
using Unroll.Cli.Training;
using Unroll.Datasets;

namespace Unroll.Cli.Evaluation;

/// <summary>Measures a saved classifier on the Reuters test set.</summary>
internal static class ReutersEvaluation
{
    public static void Run(string path, Catalogue texts, bool json)
    {
        var classifier = TextClassifier.Load(path);
        var settings = classifier.Settings;
        if (settings.DatasetName != ReutersTask.DatasetName) throw new UserError(texts.NotReuters(path, settings.DatasetName ?? "?"));

        var (_, test) = Reuters.Load(numWords: ReutersTask.NumWords(settings), testSplit: 0.2);
        var x = Sequences.Pad(test.Stories, maxLength: settings.MaxLength);
        var figures = classifier.Model.Evaluate(x, Labels.ToCategorical(test.Topics));
        var scores = TopicScore.Compute(test.Topics, MostProbable(classifier.Model.Predict(x)), settings.Labels.Count);
        Console.Out.WriteLine($"loss: {Invariant.Four(figures["loss"])} - accuracy: {Invariant.Four(figures["accuracy"])}");
        Console.Out.WriteLine();
        ScoreTable.Write(Console.Out, texts, settings.Labels, scores);
        if (json) Console.Out.WriteLine(Json.Line(Summary(figures, settings.Labels, scores)));
    }

    private static int[] MostProbable(Tensor<float> probabilities)
    {
        int[] best = new int[probabilities.Lengths[0]];
        for (int story = 0; story < best.Length; story++)
        {
            for (int topic = 1; topic < probabilities.Lengths[1]; topic++)
                if (probabilities[story, topic] > probabilities[story, best[story]]) best[story] = topic;
        }

        return best;
    }

    private static JsonObject Summary(IReadOnlyDictionary<string, double> figures, IReadOnlyList<string> names, IReadOnlyList<TopicScore> scores) => new()
    {
        ["loss"] = Json.Number(figures["loss"]),
        ["accuracy"] = Json.Number(figures["accuracy"]),
        ["macro"] = Node(TopicScore.MacroAverage(scores)),
        ["topics"] = new JsonObject(names.Zip(scores, (name, score) => KeyValuePair.Create<string, JsonNode?>(name, Node(score)))),
    };

    private static JsonObject Node(TopicScore score) => new()
    {
        ["precision"] = score.Precision,
        ["recall"] = score.Recall,
        ["f1"] = score.F1,
        ["stories"] = score.Support,
    };
}
