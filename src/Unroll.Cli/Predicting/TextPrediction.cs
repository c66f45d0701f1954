using Unroll.Cli.Texts;

namespace Unroll.Cli.Predicting;

/// <summary>Names the topics of stories.</summary>
internal static class TextPrediction
{
    public static int Run(PredictionRequest request, Catalogue texts)
    {
        var classifier = TextClassifier.Load(request.Model);
        if (request.Inputs is [var input, ..]) throw new UserError(texts.NoInputFiles(input));
        var stories = Stories.From(request.Text, request.File, texts);
        var writer = new PredictionWriter(Console.Out, request.Json);
        int labels = Math.Min(request.Top, classifier.Settings.Labels.Count);
        foreach (var story in stories)
        {
            if (TextTokens.SplitWords(story.Text).Count == 0) throw new UserError(texts.NoWords(story.Line));
            writer.Write(story, classifier.Predict(story.Text, labels, request.AsIs));
        }

        return ExitCode.Success;
    }
}
