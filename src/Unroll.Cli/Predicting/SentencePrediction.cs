using System.Text.Json.Nodes;
using Unroll.Cli.Output;
using Unroll.Cli.Texts;

namespace Unroll.Cli.Predicting;

/// <summary>Says of sentences what their model reads in them, such as intent and day.</summary>
internal static class SentencePrediction
{
    public static int Run(PredictionRequest request, Catalogue texts)
    {
        var reader = SentenceReader.Load(request.Model);
        if (request.Inputs is [var input, ..]) throw new UserError(texts.NoInputFiles(input));
        foreach (var story in Stories.From(request.Text, request.File, texts))
        {
            var said = reader.Predict(story.Text, request.Top);
            if (request.Json) Console.Out.WriteLine(Json.Line(Line(story, said)));
            else Write(story, said);
        }

        return ExitCode.Success;
    }

    private static void Write(Story story, IReadOnlyDictionary<string, IReadOnlyList<LabelProbability>> said)
    {
        Console.Out.WriteLine(story.Text);
        int width = said.Keys.Max(name => name.Length);
        foreach (var (name, labels) in said)
            Console.Out.WriteLine($"  {name.PadRight(width)}  {string.Join(", ", labels.Select(label => $"{label.Label} {Invariant.Four(label.Probability)}"))}");
    }

    private static JsonObject Line(Story story, IReadOnlyDictionary<string, IReadOnlyList<LabelProbability>> said)
    {
        var line = new JsonObject { ["line"] = story.Line };
        foreach (var (name, labels) in said)
            line[name] = Json.Array(labels.Select(label => new JsonObject { ["label"] = label.Label, ["probability"] = Json.Number(label.Probability) }));
        return line;
    }
}
