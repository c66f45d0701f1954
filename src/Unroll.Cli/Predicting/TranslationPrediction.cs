using System.Text.Json.Nodes;
using Unroll.Cli.Output;
using Unroll.Cli.Texts;
using Unroll.Plots;

namespace Unroll.Cli.Predicting;

/// <summary>Translates texts, a line each, and draws what the decoder looked at.</summary>
internal static class TranslationPrediction
{
    private const int LinesAtOnce = 256;

    public static int Run(PredictionRequest request, Catalogue texts)
    {
        var translator = Translator.Load(request.Model);
        if (request.Inputs is [var input, ..]) throw new UserError(texts.NoInputFiles(input));
        if (request.AttentionMap is not null)
        {
            if (!translator.HasAttention) throw new UserError(texts.NoAttention(request.Model));
            if (request.Text is null) throw new UserError(texts.OneTextForMap);
        }

        // What is typed is answered line by line.
        foreach (var stories in Stories.From(request.Text, request.File, texts).Chunk(request.File is null ? 1 : LinesAtOnce))
        {
            foreach (var (story, translation) in stories.Zip(translator.Translate([.. stories.Select(s => s.Text)], request.Beam)))
            {
                Console.Out.WriteLine(request.Json ? JsonLine(story, translation) : translation.Text);
                if (request.AttentionMap is { } path) Draw(translation, path, texts);
            }
        }

        return ExitCode.Success;
    }

    private static string JsonLine(Story story, Translation translation) => Json.Line(new JsonObject
    {
        ["line"] = story.Line,
        ["source"] = translation.Source,
        ["translation"] = translation.Text,
        ["score"] = Json.Number(translation.Score),
    });

    private static void Draw(Translation translation, string path, Catalogue texts)
    {
        if (translation.Tokens.Count == 0) throw new UserError(texts.NothingTranslated);
        var weights = new float[translation.Tokens.Count, translation.SourceTokens.Count];
        for (int i = 0; i < translation.Tokens.Count; i++)
        {
            for (int j = 0; j < translation.SourceTokens.Count; j++) weights[i, j] = translation.Attention[i][j];
        }

        new HeatMap(weights, translation.Tokens, translation.SourceTokens) { Range = (0, 1) }.Save(path);
        Console.Out.WriteLine(texts.Saved(path));
    }
}
