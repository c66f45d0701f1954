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
            string path = CmuDictionary.Fetch(parsed.GetValue(folder));
            Console.WriteLine(texts.Pronunciations(CmuDictionary.Read(path).Count));
            Console.WriteLine(CmuDictionary.LicenceNotice);
            Console.WriteLine(texts.Saved(path));
        });
        return command;
    }
}
