using System.Text.Json.Nodes;
using Unroll.Cli.Output;
using Unroll.Cli.Texts;

namespace Unroll.Cli.Predicting;

/// <summary>Puts the spaces back into texts.</summary>
internal static class SpacingPrediction
{
    public static int Run(PredictionRequest request, Catalogue texts)
    {
        var tagger = SpacingTagger.Load(request.Model);
        if (request.Inputs is [var input, ..]) throw new UserError(texts.NoInputFiles(input));
        foreach (var story in Stories.From(request.Text, request.File, texts))
        {
            string spaced = tagger.Predict(story.Text);
            Console.Out.WriteLine(request.Json ? Json.Line(new JsonObject { ["line"] = story.Line, ["text"] = spaced }) : spaced);
        }

        return ExitCode.Success;
    }
}
