using System.Numerics.Tensors;

namespace Unroll.Tests.Tasks;

public class SeriesTaskTests
{
    private const int Season = 12;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Forecasts_RisingWave_BeatsTheNaiveOnes(bool relative)
    {
        Series series = Wave(180);
        var (training, validation, test) = series.Split(validation: 24, test: 24);
        SeriesForecaster forecaster = Train(series, training, validation, relative);
        Tensor<float> truth = ForecastWindows.Create(series.Values, Season, 3, 0, test).Y;
        double error = ForecastError.Of(truth, forecaster.Forecasts(series, test)).MeanAbsolute;
        Assert.True(error < 0.5 * ForecastError.Of(truth, ForecastWindows.Naive(series.Values, Season, 3, 0, test)).MeanAbsolute, $"{error}");
        if (relative) Assert.True(error < ForecastError.Of(truth, ForecastWindows.SeasonalNaive(series.Values, Season, 3, 0, test, Season)).MeanAbsolute, $"{error}");
    }

    [Fact]
    public void Load_Saved_ForecastsTheSameFromAFile()
    {
        using var folder = new TemporaryFolder();
        Series series = Wave(100);
        SeriesForecaster forecaster = Train(series, ..76, 76.., relative: true, epochs: 1);
        forecaster.Save(folder["wave.safetensors"]);
        Assert.Equal(SeriesForecaster.Kind, TaskFile.KindOf(folder["wave.safetensors"]));
        SeriesForecaster loaded = SeriesForecaster.Load(folder["wave.safetensors"]);
        Assert.Equal(forecaster.Settings.Scaler.Offsets, loaded.Settings.Scaler.Offsets);
        Assert.Equal(forecaster.Settings.Reading.Columns, loaded.Settings.Reading.Columns);
        Assert.Equal(forecaster.Forecast(series), loaded.Forecast(series));
        Assert.Equal(new DateTime(2008, 5, 1), loaded.Forecast(series)[0].Time);
    }

    [Fact]
    public void Forecast_LastWindow_EqualsForecasts()
    {
        Series series = Wave(60), longer = Wave(63);
        SeriesForecaster forecaster = Train(series, ..48, 48.., relative: true, epochs: 1);
        Assert.Equal(forecaster.Forecasts(longer, 60..63).ToArray(), forecaster.Forecast(series).Select(v => v.Value));
    }

    [Fact]
    public void Predict_NamedSteps_LearnsThem()
    {
        Series wave = Wave(200);
        string[] labels = [.. wave.Column("wave").Zip(wave.Column("other"), (a, b) => b > 0.1 ? "high" : "low")];
        var series = new Series(wave.Start, wave.Step, wave.Columns, wave.Values.ToArray(), labels);
        var model = new Sequential(seed: 2) { new InputLayer(4, 2), new Gru(8), new Dense(2) { Activation = Activation.Softmax } };
        model.Compile(Loss.SparseCategoricalCrossentropy, new Adam { LearningRate = 0.02 }, [Metric.Accuracy]);
        var classifier = new SeriesClassifier(model, Classifying(["high", "low"]) with { Scaler = SeriesScaler.Standard(series.ValuesOf(..150)) });
        model.Fit(classifier.Windows(series, ..150), new() { Epochs = 25, BatchSize = 16 }, TestContext.Current.CancellationToken);
        Assert.True(model.Evaluate(classifier.Windows(series, 150..))["accuracy"] > 0.95);

        using var folder = new TemporaryFolder();
        classifier.Save(folder["high.safetensors"]);
        Assert.Equal(classifier.Predict(series), SeriesClassifier.Load(folder["high.safetensors"]).Predict(series));
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 4)]
    public void Windows_StepsAhead_NameTheRightStep(int ahead, int first)
    {
        Series wave = Wave(10);
        string[] labels = [.. Enumerable.Range(0, 10).Select(i => i < 5 ? "high" : "low")];
        var series = new Series(wave.Start, wave.Step, wave.Columns, wave.Values.ToArray(), labels);
        var model = new Sequential { new InputLayer(4, 2), new Gru(2), new Dense(2) };
        var classifier = new SeriesClassifier(model, Classifying(["high", "low"]) with { StepsAhead = ahead, Scaler = new() { Offsets = [0, 0], Scales = [1, 1] } });
        var (x, y) = classifier.Windows(series, ..8);
        Assert.Equal(Enumerable.Range(first, 8 - first).Select(i => i < 5 ? 0 : 1), y);
        Assert.Equal(y.Length, (int)x.Lengths[0]);
        Assert.Equal(wave.Values[7 - ahead, 0], x[y.Length - 1, 3, 0]);
    }

    [Fact]
    public void Forecaster_SettingsThatDoNotFit_SaysWhat()
    {
        var model = new Sequential { new InputLayer(Season, 2), new Lstm(2), new Dense(3) };
        SeriesForecasterSettings settings = Forecasting(Wave(40), ..40, relative: false);
        AssertRefused(() => new SeriesForecaster(model, settings with { StepsAhead = 4 }), "The model gives outputs of shape (None, 3), but there are 4 steps ahead. Give the last layer 4 units.");
        AssertRefused(() => new SeriesForecaster(model, settings with { Window = 6 }), "The task's model takes one input of Float32 of shape (None, 6, 2), but this one takes Float32 of shape (None, 12, 2).");
        AssertRefused(() => new SeriesForecaster(model, settings with { Target = "wind" }), "'wind' is to be forecast, but the columns are 'wave', 'other'. Add it to them.");
        AssertRefused(() => new SeriesForecaster(model, settings with { Scaler = new() { Offsets = [0, 0], Scales = [1, 0] } }), "The scaler's offsets must be finite, and its scales finite and above 0. Fit it again.");
        AssertRefused(() => new SeriesForecaster(model, settings).Forecast(Wave(5)), "The series has 5 steps, but the model sees a window of 12. Give a longer series.");
        AssertRefused(() => new SeriesForecaster(model, settings).Windows(Wave(13), ..), "No window fits: 12 steps and 3 that follow them");
    }

    private static void AssertRefused(Func<object> action, string expected) =>
        Assert.StartsWith(expected, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);

    private static SeriesForecaster Train(Series series, Range training, Range validation, bool relative, int epochs = 60)
    {
        var model = new Sequential(seed: 1) { new InputLayer(Season, 2), new Lstm(16), new Dense(3) };
        model.Compile(Loss.MeanSquaredError, new Adam { LearningRate = 0.01 });
        var forecaster = new SeriesForecaster(model, Forecasting(series, training, relative));
        model.Fit(forecaster.Windows(series, training), new() { Epochs = epochs, BatchSize = 16, Validation = forecaster.Windows(series, validation) });
        return forecaster;
    }

    private static SeriesForecasterSettings Forecasting(Series series, Range training, bool relative) => new()
    {
        Columns = ["wave", "other"],
        Target = "wave",
        Window = Season,
        StepsAhead = 3,
        Scaler = SeriesScaler.Standard(series.ValuesOf(training)),
        RelativeToLast = relative,
        Reading = new() { Columns = ["wave", "other"] },
    };

    private static SeriesClassifierSettings Classifying(string[] labels) => new()
    {
        Columns = ["wave", "other"],
        Labels = labels,
        Window = 4,
        StepsAhead = 1,
        Scaler = new() { Offsets = [0, 0], Scales = [1, 1] },
    };

    /// <summary>A wave that slowly rises, by month.</summary>
    private static Series Wave(int count) => new(new DateTime(2000, 1, 1), SeriesStep.Month, ["wave", "other"], [.. Enumerable.Range(0, count).SelectMany(i =>
        new[] { (float)((10 * Math.Sin(2 * Math.PI * i / Season)) + (0.02 * i)), (float)Math.Cos(2 * Math.PI * i / Season) })]);
}
