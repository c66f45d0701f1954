#:project ../src/Unroll/Unroll.csproj
#:project ../src/Unroll.Datasets/Unroll.Datasets.csproj
#:project ../src/Unroll.Plots/Unroll.Plots.csproj
#:property PublishAot=false

using Unroll;
using Unroll.Datasets;
using Unroll.Plots;

// Many to one: from two years of monthly measurements to the next half year.
bool quick = args.Contains("--quick");
const int window = 24, stepsAhead = 6, season = 12;

// (1) The carbon dioxide of the air at Mauna Loa, by month. With --quick, a wave that rises likewise.
Series series = quick ? RisingWave() : Series.ReadCsv(Fetched(VegaSeries.CarbonDioxide), new() { Columns = ["CO2"], FillGaps = true });
var (training, validation, test) = series.Split(validation: 24, test: 24);
Console.WriteLine($"{series.Count} months from {series.Start:yyyy-MM}, {series.Filled} filled in");

// (2) The model, and what stands around it: the window, and the scale of the training part
var model = new Sequential(seed: 42)
{
    new InputLayer(window, 1),
    new Lstm(32),
    new Dense(stepsAhead),
};
model.Compile(loss: Loss.MeanSquaredError, optimizer: new Adam());
var forecaster = new SeriesForecaster(model, new SeriesForecasterSettings
{
    Columns = ["CO2"],
    Target = "CO2",
    Window = window,
    StepsAhead = stepsAhead,
    Scaler = SeriesScaler.Standard(series.ValuesOf(training)),
    RelativeToLast = true,
    Reading = new() { Columns = ["CO2"], FillGaps = true },
});

// (3) Train
model.Fit(forecaster.Windows(series, training), new FitOptions
{
    Epochs = quick ? 3 : 100,
    Validation = forecaster.Windows(series, validation),
    Callbacks = [new EarlyStopping { Monitor = "val_loss", Patience = 15, RestoreBestWeights = true }],
});

// (4) Measure it on the last two years, beside forecasts that need no model
var (_, truth) = ForecastWindows.Create(series.Values, window, stepsAhead, column: 0, test);
var forecasts = forecaster.Forecasts(series, test);
Show("naive", ForecastError.Of(truth, ForecastWindows.Naive(series.Values, window, stepsAhead, 0, test)));
Show("seasonal naive", ForecastError.Of(truth, ForecastWindows.SeasonalNaive(series.Values, window, stepsAhead, 0, test, season)));
Show("LSTM", ForecastError.Of(truth, forecasts));

// (5) Save it, and ask the file what comes next
forecaster.Save("co2.safetensors");
foreach (SeriesValue next in SeriesForecaster.Load("co2.safetensors").Forecast(series))
    Console.WriteLine($"{next.Time:yyyy-MM}  {next.Value:F2}");

// Plot the forecasts made half a year ahead
int first = series.Count - 24 + stepsAhead - 1;
int[] windows = [.. Enumerable.Range(0, (int)truth.Lengths[0])];
SeriesPlot.Save(
    "co2.png",
    [.. windows.Select(i => series.TimeOf(first + i))],
    [
        new SeriesLine("measured", [.. windows.Select(i => (double)truth[i, stepsAhead - 1])]),
        new SeriesLine("forecast 6 months before", [.. windows.Select(i => (double)forecasts[i, stepsAhead - 1])]),
    ],
    "CO2 (ppm)");

static void Show(string name, ForecastError error) => Console.WriteLine($"{name,-15} MAE {error.MeanAbsolute:F3}  RMSE {error.RootMeanSquare:F3}");

static string Fetched(string file)
{
    string folder = DataFolder.Of(VegaSeries.Name), path = Path.Combine(folder, file);
    if (!File.Exists(path)) VegaSeries.Fetch(folder);
    return path;
}

static Series RisingWave() => new(
    new DateTime(1990, 1, 1), SeriesStep.Month, ["CO2"],
    [.. Enumerable.Range(0, 300).Select(month => (float)(350 + (0.15 * month) + (3 * Math.Sin(2 * Math.PI * month / 12))))]);
