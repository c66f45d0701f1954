using Unroll.Cli.Texts;
using Unroll.Datasets;

namespace Unroll.Cli.Training;

/// <summary>Where a series comes from and what its kind suggests where no option says otherwise.</summary>
internal sealed record SensorSource
{
    public required string Path { get; init; }
    public required SeriesCsvOptions Reading { get; init; }
    public string? Target { get; init; }
    public int Window { get; init; } = 24;
    public int StepsAhead { get; init; } = 1;
    public int? Season { get; init; }
    public bool Relative { get; init; }
    public string? DatasetName { get; init; }
    public string? LicenceNotice { get; init; }

    /// <summary>One of the three that 'unroll data series' fetches, by its name, else a file.</summary>
    public static SensorSource Of(SensorSettings settings, Catalogue texts)
    {
        SensorSource source = settings.Source switch
        {
            "weather" => Fetched(VegaSeries.Weather, texts) with
            {
                Reading = new SeriesCsvOptions { Columns = ["precipitation", "temp_max", "temp_min", "wind"] },
                Target = "temp_max",
                Window = 28,
                StepsAhead = settings.Label is null ? 7 : 1,
                Season = 365,
            },
            "co2" => Fetched(VegaSeries.CarbonDioxide, texts) with
            {
                Reading = new SeriesCsvOptions { Columns = ["CO2"], FillGaps = true },
                StepsAhead = 6,
                Season = 12,
                Relative = true,
            },
            "stocks" => Fetched(VegaSeries.Stocks, texts) with
            {
                Reading = new SeriesCsvOptions { TimeColumn = "date", Columns = ["price"], Where = new SeriesFilter("symbol", "MSFT") },
                Window = 12,
                StepsAhead = 3,
                Season = 12,
                Relative = true,
            },
            var path when File.Exists(path) => new SensorSource { Path = path, Reading = new SeriesCsvOptions() },
            var other => throw new UserError(texts.UnknownSource(other)),
        };
        return source.With(settings);
    }

    private SensorSource With(SensorSettings settings) => this with
    {
        Reading = Reading with
        {
            Columns = settings.Columns.Count > 0 ? settings.Columns : Reading.Columns,
            LabelColumn = settings.Label,
            Where = settings.Where ?? Reading.Where,
            FillGaps = settings.FillGaps || Reading.FillGaps,
        },
        Target = settings.Target ?? (settings.Columns.Count > 0 ? settings.Columns[0] : Target),
        Window = settings.Window ?? Window,
        StepsAhead = settings.StepsAhead ?? StepsAhead,
        Season = settings.Season ?? Season,
        Relative = settings.Relative || Relative,
    };

    private static SensorSource Fetched(string file, Catalogue texts)
    {
        string path = System.IO.Path.Combine(DataFolder.Of(VegaSeries.Name), file);
        return File.Exists(path)
            ? new SensorSource { Path = path, Reading = new SeriesCsvOptions(), DatasetName = file, LicenceNotice = VegaSeries.LicenceNotice }
            : throw new UserError(texts.NotFetched(path, "unroll data series"));
    }
}
