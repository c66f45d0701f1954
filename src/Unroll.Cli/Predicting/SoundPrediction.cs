using Unroll.Cli.Commands;
using Unroll.Cli.Texts;

namespace Unroll.Cli.Predicting;

/// <summary>Tells what is heard in recordings.</summary>
internal static class SoundPrediction
{
    public static int Run(PredictionRequest request, Catalogue texts)
    {
        var classifier = SoundClassifier.Load(request.Model);
        string[] files = [.. request.Inputs, .. request.File is { } file ? [file] : Array.Empty<string>()];
        if (files.Length == 0 || request.Text is not null) throw new UserError(texts.NeedsSounds);
        foreach (string path in files)
        {
            var sound = Sound.ReadWav(SavedModel.Existing(path, texts));
            LabelLines.Write(path, "file", classifier.Predict(sound, request.Top), request.Json);
        }

        return ExitCode.Success;
    }
}
