using System.Text.Json.Nodes;
using Unroll.Cli.Commands;
using Unroll.Cli.Output;
using Unroll.Cli.Texts;
using Unroll.Images;

namespace Unroll.Cli.Predicting;

/// <summary>Captions pictures.</summary>
internal static class CaptionPrediction
{
    public static int Run(PredictionRequest request, Catalogue texts)
    {
        var captioner = Captioner.Load(request.Model);
        if (request.Text is not null || request.File is not null) throw new UserError(texts.PicturesNotText);
        if (request.Inputs.Count == 0) throw new UserError(texts.NoPictures);
        foreach (string path in request.Inputs)
        {
            var picture = PictureFile.Load(SavedModel.Existing(path, texts), captioner.Height, captioner.Width);
            Write(path, captioner.DescribeTop(picture, request.Top), request);
        }

        return ExitCode.Success;
    }

    private static void Write(string path, IReadOnlyList<Caption> captions, PredictionRequest request)
    {
        if (request.Json)
        {
            Console.WriteLine(Json.Line(new JsonObject
            {
                ["picture"] = path,
                ["captions"] = Json.Array(captions.Select(c => new JsonObject { ["caption"] = c.Text, ["probability"] = Json.Number(c.Probability) })),
            }));
            return;
        }

        Console.WriteLine(path);
        foreach (var caption in captions) Console.WriteLine($"  {Invariant.Four(caption.Probability)}  {caption.Text}");
    }
}
