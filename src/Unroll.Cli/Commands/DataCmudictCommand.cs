using System.CommandLine;
using Unroll.Cli.Texts;
using Unroll.Datasets;

namespace Unroll.Cli.Commands;

/// <summary><c>unroll data cmudict</c>.</summary>
internal static class DataCmudictCommand
{
    public static Command Create(Catalogue texts)
    {
        var folder = new Option<string?>("--out") { Description = texts.DataOutOption, HelpName = "FOLDER" };
        var command = new Command("cmudict", texts.DataCmudictAbout) { folder };
        command.SetAction(parsed =>
        {
            string path = CmuDict.Fetch(parsed.GetValue(folder));
            Console.WriteLine(texts.Pronunciations(CmuDict.Read(path).Count));
            Console.WriteLine(CmuDict.LicenceNotice);
            Console.WriteLine(texts.Saved(path));
        });
        return command;
    }
}
