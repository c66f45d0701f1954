using System.CommandLine;
using Unroll.Cli.Predicting;
using Unroll.Cli.Texts;

namespace Unroll.Cli.Commands;

/// <summary><c>unroll predict MODEL</c>: what it does follows from the task in the file.</summary>
internal static class PredictCommand
{
    private static readonly Dictionary<string, Func<PredictionRequest, Catalogue, int>> Tasks = new(StringComparer.Ordinal)
    {
        [TextClassifier.Kind] = TextPrediction.Run,
        [SentenceReader.Kind] = SentencePrediction.Run,
        [SeriesForecaster.Kind] = SeriesPrediction.Forecast,
        [SeriesClassifier.Kind] = SeriesPrediction.Classify,
        [SoundClassifier.Kind] = SoundPrediction.Run,
        [Captioner.Kind] = CaptionPrediction.Run,
        [Translator.Kind] = TranslationPrediction.Run,
        [SpacingTagger.Kind] = SpacingPrediction.Run,
    };

    public static Command Create(Catalogue texts)
    {
        var model = SavedModel.Argument(texts);
        var inputs = new Argument<string[]>("INPUT") { Description = texts.InputArgument, Arity = ArgumentArity.ZeroOrMore };
        var text = new Option<string?>("--text") { Description = texts.TextOption, HelpName = "TEXT" };
        var file = new Option<string?>("--file") { Description = texts.FileOption, HelpName = "FILE" };
        var top = NumberOption.Create(texts, "--top", texts.TopOption, 3, 1, 1000);
        var beam = NumberOption.Create(texts, "--beam", texts.BeamOption, 4, 1, 1000);
        var map = new Option<string?>("--attention-map") { Description = texts.AttentionMapOption, HelpName = "FILE.png" };
        var asIs = new Option<bool>("--as-is") { Description = texts.AsIsOption };
        var json = new Option<bool>("--json") { Description = texts.JsonLinesOption };
        var threads = NumberOption.Threads(texts);
        var command = new Command("predict", texts.PredictAbout) { model, inputs, text, file, top, beam, map, asIs, json, threads };
        foreach (string alias in (string[])["caption", "translate", "listen"]) command.Aliases.Add(alias);
        command.Validators.Add(result =>
        {
            if (result.GetResult(text) is not null && result.GetResult(file) is not null) result.AddError(texts.TextAndFile);
        });
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(threads) is { } count) ComputeOptions.Threads = count;
            return Run(texts, new PredictionRequest
            {
                Model = SavedModel.Existing(parsed.GetRequiredValue(model), texts),
                Inputs = parsed.GetValue(inputs) ?? [],
                Text = parsed.GetValue(text),
                File = parsed.GetValue(file),
                Top = parsed.GetValue(top),
                Beam = parsed.GetValue(beam),
                AttentionMap = parsed.GetValue(map),
                AsIs = parsed.GetValue(asIs),
                Json = parsed.GetValue(json),
            });
        });
        return command;
    }

    private static int Run(Catalogue texts, PredictionRequest request)
    {
        string? kind = TaskFile.KindOf(request.Model);
        if (kind is null) throw new UserError(texts.NoTask(request.Model));
        if (!Tasks.TryGetValue(kind, out var predict)) throw new UserError(texts.UnknownTask(request.Model, kind, string.Join(", ", Tasks.Keys)));
        return predict(request, texts);
    }
}
