using System.CommandLine;
using Unroll.Cli.Texts;
using Unroll.Datasets;

namespace Unroll.Cli.Commands;

/// <summary><c>unroll data series</c>.</summary>
internal static class DataSeriesCommand
{
    public static Command Create(Catalogue texts)
    {
        var folder = new Option<string>("--out") { Description = texts.DataOutOption, HelpName = "FOLDER", DefaultValueFactory = _ => DataFolder.Of(VegaSeries.Name) };
        var command = new Command("series", texts.DataSeriesAbout) { folder };
        command.SetAction(parsed =>
        {
            foreach (string file in VegaSeries.Fetch(parsed.GetRequiredValue(folder))) Console.Out.WriteLine(texts.Saved(file));
            Console.Out.WriteLine(VegaSeries.LicenceNotice);
            return ExitCode.Success;
        });
        return command;
    }
}
