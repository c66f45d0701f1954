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
        var cell = CellOption.Create(texts, texts.DigitsCellOption, DigitsTraining.Cells);
        var units = NumberOption.Create(texts, "--units", texts.DigitsUnitsOption, 48, 1, 4096);
        var epochs = NumberOption.Create(texts, "--epochs", texts.MostEpochsOption, 12, 1, 100_000);
        var batchSize = NumberOption.Create(texts, "--batch-size", texts.DigitsBatchSizeOption, 64, 1, 100_000);
        var seed = NumberOption.Create(texts, "--seed", texts.SeedOption, 42, 0, int.MaxValue);
        var threads = NumberOption.Threads(texts);
        var folder = new Option<string>("--out") { Description = texts.DigitsOutOption, HelpName = "FOLDER", DefaultValueFactory = _ => "digits" };
        var json = new Option<bool>("--json") { Description = texts.JsonOption };
        var command = new Command("digits", texts.TrainDigitsAbout) { data, copies, cell, units, epochs, batchSize, seed, threads, folder, json };
        command.SetAction(parsed => new DigitsTraining(texts, new DigitsSettings
        {
            Data = parsed.GetRequiredValue(data),
            Copies = parsed.GetValue(copies),
            Cell = parsed.GetValue(cell) ?? DigitsTraining.Cells[0],
            Units = parsed.GetValue(units),
            Epochs = parsed.GetValue(epochs),
            BatchSize = parsed.GetValue(batchSize),
            Seed = parsed.GetValue(seed),
            Threads = parsed.GetValue(threads),
            Folder = parsed.GetRequiredValue(folder),
            Json = parsed.GetValue(json),
        }).Run());
        return command;
    }
}
