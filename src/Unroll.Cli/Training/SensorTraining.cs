using System.Diagnostics;
using System.Text.Json.Nodes;
using Unroll.Cli.Output;
using Unroll.Cli.Texts;

namespace Unroll.Cli.Training;

/// <summary>Trains networks on a series, compares them on its last part with what needs no network, and saves the best that is recurrent.</summary>
internal sealed class SensorTraining(Catalogue texts, SensorSettings settings)
{
    /// <summary>Epochs without a better validation loss after which a training ends.</summary>
    private const int Patience = 20;

    private sealed record Trained(string Kind, Sequential Model, History History)
    {
        public double Validation => History["val_loss"].Min();
    }

    private readonly TextWriter _output = Console.Out;

    public int Run()
    {
        if (settings.Run.Threads is { } threads) ComputeOptions.Threads = threads;
        var watch = Stopwatch.StartNew();
        var source = SensorSource.Of(settings, texts);
        if (settings.Label is null && source.StepsAhead == 0) throw new UserError(texts.ForecastsAhead);
        var series = Series.ReadCsv(source.Path, source.Reading);
        var parts = series.Split(settings.Validation ?? HeldBack(source, series), settings.Test ?? HeldBack(source, series));
        Show(source, series, parts);
        ISensorTask task = settings.Label is null
            ? new SensorForecasting(texts, settings, source, series, parts)
            : new SensorClassifying(texts, settings, source, series, parts);
        var baselines = task.Baselines();
        var folder = OutputFolder.Prepare(settings.Run.Folder, texts);

        using var interruption = new Interruption();
        var trained = TrainAll(task, interruption.Token);
        var best = trained.Where(t => t.Kind != SensorModels.FeedForward).MinBy(t => t.Validation);
        if (best is null) return ExitCode.Interrupted;
        SensorScore[] networks = [.. trained.Select(t => task.Score(NameOf(t.Kind), t.Model))];
        _output.WriteLine();
        ShowScores(task, [.. baselines, .. networks]);
        _output.WriteLine();
        task.Save(NameOf(best.Kind), best.Model, folder);
        folder.SaveHistory(best.History, "loss");
        _output.WriteLine(texts.SavedBest(NameOf(best.Kind)));
        foreach (string file in folder.Files) _output.WriteLine(texts.Saved(file));
        if (settings.Run.Json) _output.WriteLine(Json.Line(Summary(task, source, best, [.. baselines, .. networks], folder.Files, watch.Elapsed)));
        return interruption.Token.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Success;
    }

    /// <summary>A season, or a sixth of the series where none is known.</summary>
    private static int HeldBack(SensorSource source, Series series) => source.Season ?? Math.Max(1, series.Count / 6);

    private void Show(SensorSource source, Series series, (Range Training, Range Validation, Range Test) parts)
    {
        _output.WriteLine(texts.SeriesRead(source.Path, series.Count, series.Step.ToString(), Day(series, 0), Day(series, series.Count - 1)));
        if (series.Filled > 0) _output.WriteLine(texts.SeriesFilled(series.Filled));
        foreach (var (name, part) in new[] { (texts.TrainingPart, parts.Training), (texts.ValidationPart, parts.Validation), (texts.TestPart, parts.Test) })
        {
            (int first, int count) = part.GetOffsetAndLength(series.Count);
            if (count > 0) _output.WriteLine($"  {name}: {count} ({Day(series, first)} - {Day(series, first + count - 1)})");
        }

        _output.WriteLine();
    }

    private static string Day(Series series, int step) => Series.Text(series.TimeOf(step));

    /// <summary>The networks that had a whole epoch before the training was interrupted, if it was.</summary>
    private List<Trained> TrainAll(ISensorTask task, CancellationToken stop)
    {
        var trained = new List<Trained>();
        foreach (string kind in (IEnumerable<string>)[SensorModels.FeedForward, .. settings.Cell is { } cell ? [cell] : SensorModels.Cells])
        {
            if (stop.IsCancellationRequested) break;
            var model = task.Build(kind);
            var (training, validation) = task.Data(model);
            _output.WriteLine(texts.NetworkTraining(NameOf(kind), model.ParameterCount));
            var history = model.Fit(training, new FitOptions
            {
                BatchSize = settings.Run.BatchSize,
                Epochs = settings.Run.Epochs,
                Validation = validation,
                Callbacks = [new EarlyStopping { Monitor = "val_loss", Patience = Patience, RestoreBestWeights = true }],
            }, stop);
            if (history.Epochs == 0) break;
            trained.Add(new Trained(kind, model, history));
            _output.WriteLine(texts.NetworkTrained(history.Epochs, Invariant.Four(trained[^1].Validation), Invariant.Seconds(history.EpochTimes.Aggregate(TimeSpan.Zero, (sum, time) => sum + time))));
        }

        return trained;
    }

    private string NameOf(string kind) => kind == SensorModels.FeedForward ? texts.FeedForward : kind.ToUpperInvariant();

    private void ShowScores(ISensorTask task, IReadOnlyList<SensorScore> scores)
    {
        var table = new TextTable("", task.Figures.First, task.Figures.Second);
        foreach (var score in scores) table.Add(score.Name, Invariant.Four(score.First), Invariant.Four(score.Second));
        table.Write(_output);
    }

    private JsonObject Summary(ISensorTask task, SensorSource source, Trained best, IReadOnlyList<SensorScore> scores, IReadOnlyList<string> files, TimeSpan elapsed) => new()
    {
        ["source"] = settings.Source,
        ["window"] = source.Window,
        ["steps_ahead"] = source.StepsAhead,
        ["saved"] = best.Kind,
        ["validation_loss"] = Json.Number(best.Validation),
        ["scores"] = Json.Array(scores.Select(score => new JsonObject
        {
            ["name"] = score.Name,
            [task.Figures.First] = Json.Number(score.First),
            [task.Figures.Second] = Json.Number(score.Second),
        })),
        ["seed"] = settings.Run.Seed,
        ["seconds"] = elapsed.TotalSeconds,
        ["files"] = Json.Array(files.Select(file => (JsonNode?)file)),
    };
}
