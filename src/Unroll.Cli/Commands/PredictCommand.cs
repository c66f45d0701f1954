using System.CommandLine;
using Unroll.Cli.Predicting;
using Unroll.Cli.Texts;

namespace Unroll.Cli.Commands;

/// <summary><c>unroll predict MODEL</c>.</summary>
internal static class PredictCommand
{
    public static Command Create(Catalogue texts)
    {
        var model = SavedModel.Argument(texts);
        var text = new Option<string?>("--text") { Description = texts.TextOption, HelpName = "TEXT" };
        var file = new Option<string?>("--file") { Description = texts.FileOption, HelpName = "FILE" };
        var top = NumberOption.Create(texts, "--top", texts.TopOption, 3, 1, 1000);
        var asIs = new Option<bool>("--as-is") { Description = texts.AsIsOption };
        var json = new Option<bool>("--json") { Description = texts.JsonLinesOption };
        var threads = NumberOption.Threads(texts);
        var command = new Command("predict", texts.PredictAbout) { model, text, file, top, asIs, json, threads };
        command.Validators.Add(result =>
        {
            if (result.GetResult(text) is not null && result.GetResult(file) is not null) result.AddError(texts.TextAndFile);
        });
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(threads) is { } count) ComputeOptions.Threads = count;
            var classifier = TextClassifier.Load(SavedModel.Existing(parsed.GetRequiredValue(model), texts));
            var stories = Stories.From(parsed.GetValue(text), parsed.GetValue(file), texts);
            var writer = new PredictionWriter(Console.Out, parsed.GetValue(json));
            int labels = Math.Min(parsed.GetValue(top), classifier.Settings.Labels.Count);
            foreach (var story in stories)
            {
                if (TextTokens.SplitWords(story.Text).Count == 0) throw new UserError(texts.NoWords(story.Line));
                writer.Write(story, classifier.Predict(story.Text, labels, parsed.GetValue(asIs)));
            }

            return ExitCode.Success;
        });
        return command;
    }
}
