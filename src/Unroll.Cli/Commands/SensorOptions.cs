using System.CommandLine;
using System.CommandLine.Parsing;
using Unroll.Cli.Texts;
using Unroll.Cli.Training;

namespace Unroll.Cli.Commands;

/// <summary>The options of <c>unroll train sensor</c>.</summary>
internal sealed class SensorOptions(Catalogue texts)
{
    private readonly Option<string> _source = new("--source") { Description = texts.SourceOption, HelpName = "weather|co2|stocks|FILE", Required = true };
    private readonly Option<string?> _columns = new("--columns") { Description = texts.ColumnsOption, HelpName = "NAME,..." };
    private readonly Option<string?> _target = new("--target") { Description = texts.TargetOption, HelpName = "NAME" };
    private readonly Option<string?> _label = new("--label") { Description = texts.LabelOption, HelpName = "NAME" };
    private readonly Option<SeriesFilter?> _where = new("--where") { Description = texts.WhereOption, HelpName = "NAME=VALUE", CustomParser = result => Filter(result, texts) };
    private readonly Option<bool> _fillGaps = new("--fill-gaps") { Description = texts.FillGapsOption };
    private readonly Option<bool> _relative = new("--relative") { Description = texts.RelativeOption };
    private readonly Option<bool> _minMax = new("--min-max") { Description = texts.MinMaxOption };
    private readonly Option<int?> _window = NumberOption.CreateOptional(texts, "--window", texts.WindowOption, 1, 100_000);
    private readonly Option<int?> _stepsAhead = NumberOption.CreateOptional(texts, "--steps-ahead", texts.StepsAheadOption, 0, 10_000);
    private readonly Option<int?> _season = NumberOption.CreateOptional(texts, "--season", texts.SeasonOption, 1, 1_000_000);
    private readonly Option<int?> _validation = NumberOption.CreateOptional(texts, "--validation", texts.ValidationStepsOption, 1, int.MaxValue);
    private readonly Option<int?> _test = NumberOption.CreateOptional(texts, "--test", texts.TestStepsOption, 1, int.MaxValue);
    private readonly Option<string?> _cell = ChoiceOption.Create(texts, "--cell", texts.SensorCellOption, SensorModels.Cells, null);
    private readonly Option<int> _units = NumberOption.Create(texts, "--units", texts.SensorUnitsOption, 32, 1, 4096);

    private readonly RunOptions _run = new(texts, (200, texts.MostEpochsOption), (32, texts.SensorBatchSizeOption), ("sensor", texts.SensorOutOption));

    public void AddTo(Command command)
    {
        Option[] options =
        [
            _source, _columns, _target, _label, _where, _fillGaps, _relative, _minMax, _window, _stepsAhead, _season, _validation, _test,
            _cell, _units,
        ];
        foreach (var option in options) command.Add(option);
        _run.AddTo(command);
    }

    public SensorSettings Read(ParseResult parsed) => new()
    {
        Run = _run.Read(parsed),
        Source = parsed.GetRequiredValue(_source),
        Columns = parsed.GetValue(_columns)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [],
        Target = parsed.GetValue(_target),
        Label = parsed.GetValue(_label),
        Where = parsed.GetValue(_where),
        FillGaps = parsed.GetValue(_fillGaps),
        Relative = parsed.GetValue(_relative),
        MinMax = parsed.GetValue(_minMax),
        Window = parsed.GetValue(_window),
        StepsAhead = parsed.GetValue(_stepsAhead),
        Season = parsed.GetValue(_season),
        Validation = parsed.GetValue(_validation),
        Test = parsed.GetValue(_test),
        Cell = parsed.GetValue(_cell),
        Units = parsed.GetValue(_units),
    };

    private static SeriesFilter? Filter(ArgumentResult result, Catalogue texts)
    {
        string received = result.Tokens[0].Value;
        if (received.Split('=', 2) is [{ Length: > 0 } column, { Length: > 0 } value]) return new SeriesFilter(column, value);
        result.AddError(texts.NotFilter(received));
        return null;
    }
}
