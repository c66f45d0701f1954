using System.CommandLine;
using Unroll.Cli.Texts;
using Unroll.Cli.Training;
using Unroll.Datasets;

namespace Unroll.Cli.Commands;

/// <summary><c>unroll train digits</c>.</summary>
internal static class TrainDigitsCommand
{
    public static Command Create(Catalogue texts)
    {
        var data = new Option<string>("--data") { Description = texts.DigitsDataOption, HelpName = "FOLDER", DefaultValueFactory = _ => DataFolder.Of(SpokenDigits.Name) };
        var copies = NumberOption.Create(texts, "--copies", texts.CopiesOption, 3, 0, 1000);
        var cell = ChoiceOption.Create(texts, "--cell", texts.DigitsCellOption, DigitsTraining.Cells, null);
        var units = NumberOption.Create(texts, "--units", texts.DigitsUnitsOption, 48, 1, 4096);
        var run = new RunOptions(texts, (12, texts.MostEpochsOption), (64, texts.DigitsBatchSizeOption), ("digits", texts.DigitsOutOption));
        var command = new Command("digits", texts.TrainDigitsAbout) { data, copies, cell, units };
        run.AddTo(command);
        command.SetAction(parsed => new DigitsTraining(texts, new DigitsSettings
        {
            Run = run.Read(parsed),
            Data = parsed.GetRequiredValue(data),
            Copies = parsed.GetValue(copies),
            Cell = parsed.GetValue(cell) ?? DigitsTraining.Cells[0],
            Units = parsed.GetValue(units),
        }).Run());
        return command;
    }
}
