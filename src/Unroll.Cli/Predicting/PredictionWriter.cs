using System.Text.Json.Nodes;
using Unroll.Cli.Output;

namespace Unroll.Cli.Predicting;

/// <summary>Prints what a story is about.</summary>
internal sealed class PredictionWriter(TextWriter output, bool json)
{
    private const int Opening = 72;
    private const int LabelWidth = 16;

    public void Write(Story story, IReadOnlyList<LabelProbability> topics)
    {
        if (json) WriteJson(story, topics);
        else WriteText(story, topics);
    }

    private void WriteText(Story story, IReadOnlyList<LabelProbability> topics)
    {
        string text = story.Text.ReplaceLineEndings(" ");
        output.WriteLine(text.Length <= Opening ? text : string.Concat(text.AsSpan(0, Opening), "..."));
        foreach (var topic in topics) output.WriteLine($"  {topic.Label.PadRight(LabelWidth)} {Invariant.Four(topic.Probability)}");
    }

    private void WriteJson(Story story, IReadOnlyList<LabelProbability> topics) => output.WriteLine(Json.Line(new JsonObject
    {
        ["line"] = story.Line,
        ["topics"] = Json.Array(topics.Select(topic => new JsonObject { ["topic"] = topic.Label, ["probability"] = Json.Number(topic.Probability) })),
    }));
}
