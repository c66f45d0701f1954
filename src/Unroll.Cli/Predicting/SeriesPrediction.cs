using System.Globalization;
using System.Text.Json.Nodes;
using Unroll.Cli.Commands;
using Unroll.Cli.Output;
using Unroll.Cli.Texts;

namespace Unroll.Cli.Predicting;

/// <summary>Reads a series from a file and tells what follows its last row.</summary>
internal static class SeriesPrediction
{
    public static int Forecast(PredictionRequest request, Catalogue texts)
    {
        var forecaster = SeriesForecaster.Load(request.Model);
        var series = Read(request, forecaster.Settings.Reading, texts);
        foreach (var (time, value) in forecaster.Forecast(series))
        {
            Console.Out.WriteLine(request.Json
                ? Json.Line(new JsonObject { ["time"] = Series.Text(time), [forecaster.Settings.Target] = Json.Number(value) })
                : $"{Series.Text(time)}  {value.ToString("F2", CultureInfo.InvariantCulture)}");
        }

        return ExitCode.Success;
    }

    public static int Classify(PredictionRequest request, Catalogue texts)
    {
        var classifier = SeriesClassifier.Load(request.Model);
        var series = Read(request, classifier.Settings.Reading, texts);
        string time = Series.Text(series.TimeOf(series.Count - 1 + classifier.Settings.StepsAhead));
        LabelLines.Write(time, "time", classifier.Predict(series, request.Top), request.Json);
        return ExitCode.Success;
    }

    private static Series Read(PredictionRequest request, SeriesCsvOptions reading, Catalogue texts)
    {
        string? path = request.File ?? (request.Inputs is [var first, ..] ? first : null);
        return path is null || request.Text is not null ? throw new UserError(texts.NeedsSeries) : Series.ReadCsv(SavedModel.Existing(path, texts), reading);
    }
}
