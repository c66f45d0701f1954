using System.Numerics.Tensors;
using System.Text.Json.Serialization;

namespace Unroll;

/// <summary>Forecasts several steps of a series: a model with the columns, the scales and the window that it was trained with. One file holds it all.</summary>
public sealed class SeriesForecaster
{
    /// <summary>What <see cref="TaskFile.KindOf"/> says of its files.</summary>
    public const string Kind = "series_forecaster";

    /// <summary>Wraps a model that takes [batch, window, columns] and gives [batch, stepsAhead].</summary>
    /// <exception cref="ArgumentException">The settings don't fit the model or each other.</exception>
    public SeriesForecaster(Model model, SeriesForecasterSettings settings)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(settings);
        SeriesColumns.Check(settings.Columns, settings.Scaler, settings.Window);
        if (settings.StepsAhead < 1) Throw.Argument($"StepsAhead is {settings.StepsAhead}, but expected 1 or more.", nameof(settings));
        if (!settings.Columns.Contains(settings.Target))
            Throw.Argument($"'{settings.Target}' is to be forecast, but the columns are {TextList.Of(settings.Columns)}. Add it to them.", nameof(settings));
        TaskShapes.Check(model, new Shape([Shape.Any, settings.Window, settings.Columns.Count]), settings.StepsAhead, "steps ahead");
        (Model, Settings) = (model, settings);
        Column = settings.Columns.ToList().IndexOf(settings.Target);
    }

    /// <summary>The model inside.</summary>
    public Model Model { get; }

    /// <summary>What stands around the model.</summary>
    public SeriesForecasterSettings Settings { get; }

    private int Column { get; }

    /// <summary>Reads a file that <see cref="Save"/> wrote.</summary>
    /// <exception cref="ModelFileException">The file is damaged, of another kind, or holds a model without this task.</exception>
    public static SeriesForecaster Load(string path) =>
        TaskFile.Load(path, Kind, SeriesTaskContext.Default.SavedTaskSeriesForecasterSettings, static (model, settings) => new SeriesForecaster(model, settings));

    /// <summary>Writes model and settings to one <c>.safetensors</c> file.</summary>
    /// <exception cref="IOException">The file can't be written; one that was there before is unchanged.</exception>
    public void Save(string path) =>
        TaskFile.Save(path, Model, Kind, Settings, SeriesTaskContext.Default.SavedTaskSeriesForecasterSettings, Settings.LicenceNotice);

    /// <summary>What the model is trained with: windows and what follows them, scaled.</summary>
    /// <param name="series">A series with the columns.</param>
    /// <param name="targets">The steps that are forecast; windows may begin before.</param>
    /// <returns>[windows, window, columns] and [windows, stepsAhead].</returns>
    /// <exception cref="ArgumentException">A column is missing, or no window fits.</exception>
    public (Tensor<float> X, Tensor<float> Y) Windows(Series series, Range targets)
    {
        Tensor<float> scaled = Settings.Scaler.Transform(SeriesColumns.Select(series, Settings.Columns));
        (Tensor<float> x, Tensor<float> y) = ForecastWindows.Create(scaled, Settings.Window, Settings.StepsAhead, Column, targets);
        if (!Settings.RelativeToLast) return (x, y);
        int width = Settings.Columns.Count, windows = (int)x.Lengths[0];
        float[] inputs = x.ToArray(), following = y.ToArray();
        for (int i = 0; i < windows; i++)
        {
            Span<float> window = inputs.AsSpan(i * Settings.Window * width, Settings.Window * width);
            float[] last = window[^width..].ToArray();
            for (int j = 0; j < window.Length; j++)
                window[j] -= last[j % width];
            foreach (ref float value in following.AsSpan(i * Settings.StepsAhead, Settings.StepsAhead))
                value -= last[Column];
        }

        return (Tensor.Create(inputs, x.Lengths), Tensor.Create(following, y.Lengths));
    }

    /// <summary>What is forecast for each window whose following steps lie in a range, in the series' units: [windows, stepsAhead].</summary>
    /// <inheritdoc cref="Windows"/>
    public Tensor<float> Forecasts(Series series, Range targets)
    {
        Tensor<float> x = Windows(series, targets).X;
        float[] forecasts = Model.Predict(x).ToArray();
        float[] last = ForecastWindows.Naive(SeriesColumns.Select(series, Settings.Columns), Settings.Window, Settings.StepsAhead, Column, targets).ToArray();
        for (int i = 0; i < forecasts.Length; i++)
            forecasts[i] = InUnits(forecasts[i], last[i]);
        return Tensor.Create(forecasts, [x.Lengths[0], Settings.StepsAhead]);
    }

    /// <summary>What follows the series' last step, in its units, with the times.</summary>
    /// <exception cref="ArgumentException">A column is missing, or the series is shorter than a window.</exception>
    public IReadOnlyList<SeriesValue> Forecast(Series series)
    {
        float[] forecast = Model.Predict(LastWindow(series)).ToArray();
        float last = series.Column(Settings.Target)[^1];
        return [.. forecast.Select((value, i) => new SeriesValue(series.TimeOf(series.Count + i), InUnits(value, last)))];
    }

    /// <summary>What the model sees of the series' last steps, [1, window, columns].</summary>
    internal Tensor<float> LastWindow(Series series)
    {
        float[] window = Settings.Scaler.Transform(SeriesColumns.LastWindow(series, Settings.Columns, Settings.Window)).ToArray();
        int width = Settings.Columns.Count;
        float[] last = window[^width..];
        for (int j = 0; Settings.RelativeToLast && j < window.Length; j++)
            window[j] -= last[j % width];
        return Tensor.Create(window, [1, Settings.Window, width]);
    }

    private float InUnits(float scaled, float last) =>
        Settings.RelativeToLast ? last + (scaled * Settings.Scaler.Scales[Column]) : Settings.Scaler.Inverse(scaled, Column);
}
