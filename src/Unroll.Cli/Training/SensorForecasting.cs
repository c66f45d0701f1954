using System.Numerics.Tensors;
using Unroll.Cli.Texts;
using Unroll.Plots;

namespace Unroll.Cli.Training;

/// <summary>Forecasts a column several steps ahead, beside the naive and the seasonal-naive forecast.</summary>
internal sealed class SensorForecasting : ISensorTask
{
    private readonly Catalogue _texts;
    private readonly SensorSettings _settings;
    private readonly SensorSource _source;
    private readonly Series _series;
    private readonly (Range Training, Range Validation, Range Test) _parts;
    private readonly SeriesForecasterSettings _forecasting;
    private readonly int _column;

    public SensorForecasting(Catalogue texts, SensorSettings settings, SensorSource source, Series series, (Range Training, Range Validation, Range Test) parts)
    {
        (_texts, _settings, _source, _series, _parts) = (texts, settings, source, series, parts);
        Tensor<float> training = series.ValuesOf(parts.Training);
        _forecasting = new SeriesForecasterSettings
        {
            Columns = series.Columns,
            Target = source.Target ?? series.Columns[0],
            Window = source.Window,
            StepsAhead = source.StepsAhead,
            Scaler = settings.MinMax ? SeriesScaler.MinMax(training) : SeriesScaler.Standard(training),
            RelativeToLast = source.Relative,
            Reading = source.Reading with { Columns = series.Columns },
            DatasetName = source.DatasetName,
            LicenceNotice = source.LicenceNotice,
        };
        _column = series.IndexOf(_forecasting.Target);
    }

    public (string First, string Second) Figures => ("MAE", "RMSE");

    public IReadOnlyList<SensorScore> Baselines()
    {
        var scores = new List<SensorScore> { Score(_texts.Naive, ForecastWindows.Naive(_series.Values, _source.Window, _source.StepsAhead, _column, _parts.Test)) };
        if (_source.Season is { } season) scores.Add(Score(_texts.SeasonalNaive, SeasonalNaive(season)));
        return scores;
    }

    public Sequential Build(string kind)
    {
        var model = SensorModels.Build(kind, _source.Window, _series.Columns.Count, _settings.Units, new Dense(_source.StepsAhead), _settings.Run.Seed);
        model.Compile(Loss.MeanSquaredError, new Adam());
        return model;
    }

    public (Dataset Training, Dataset Validation) Data(Sequential model)
    {
        var forecaster = new SeriesForecaster(model, _forecasting);
        return (forecaster.Windows(_series, _parts.Training), forecaster.Windows(_series, _parts.Validation));
    }

    public SensorScore Score(string name, Sequential model) => Score(name, new SeriesForecaster(model, _forecasting).Forecasts(_series, _parts.Test));

    public void Save(string name, Sequential model, OutputFolder folder)
    {
        var forecaster = new SeriesForecaster(model, _forecasting);
        forecaster.Save(folder.Add("model.safetensors"));
        var lines = new List<SeriesLine> { new(_texts.Truth, Joined(Truth())), new(name, Joined(forecaster.Forecasts(_series, _parts.Test))) };
        if (_source.Season is { } season) lines.Add(new SeriesLine(_texts.SeasonalNaive, Joined(SeasonalNaive(season))));
        int first = _parts.Test.Start.GetOffset(_series.Count);
        SeriesPlot.Save(folder.Add("forecast.png"), [.. Enumerable.Range(first, lines[0].Values.Count).Select(_series.TimeOf)], lines, _forecasting.Target);
    }

    /// <summary>Of all windows those that follow each other without overlap, as one line.</summary>
    private double[] Joined(Tensor<float> forecasts)
    {
        float[] values = forecasts.ToArray();
        int steps = _source.StepsAhead, windows = values.Length / steps;
        return [.. Enumerable.Range(0, (((windows - 1) / steps) + 1) * steps).Select(i => (double)values[(i / steps * steps * steps) + (i % steps)])];
    }

    private SensorScore Score(string name, Tensor<float> forecasts)
    {
        var error = ForecastError.Of(Truth(), forecasts);
        return new SensorScore(name, error.MeanAbsolute, error.RootMeanSquare);
    }

    private Tensor<float> Truth() => ForecastWindows.Create(_series.Values, _source.Window, _source.StepsAhead, _column, _parts.Test).Y;

    private Tensor<float> SeasonalNaive(int season) =>
        ForecastWindows.SeasonalNaive(_series.Values, _source.Window, _source.StepsAhead, _column, _parts.Test, season);
}
