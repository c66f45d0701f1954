using System.CommandLine;
using Unroll.Cli.Texts;
using Unroll.Datasets;

namespace Unroll.Cli.Commands;

/// <summary><c>unroll data digits</c>.</summary>
internal static class DataDigitsCommand
{
    public static Command Create(Catalogue texts)
    {
        var folder = new Option<string>("--out") { Description = texts.DataOutOption, HelpName = "FOLDER", DefaultValueFactory = _ => DataFolder.Of(SpokenDigits.Name) };
        var command = new Command("digits", texts.DataDigitsAbout) { folder };
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(folder);
            Console.Out.WriteLine(texts.Recording);
            SpokenDigits.Record(path);
            foreach (string part in SpokenDigits.Parts)
            {
                var digits = SpokenDigits.Load(path, part);
                Console.Out.WriteLine(texts.Recorded(part, digits.Count, digits.DistinctBy(digit => digit.Voice).Count()));
            }

            Console.Out.WriteLine(texts.Saved(path));
            Console.Out.WriteLine(SpokenDigits.LicenceNotice);
            return ExitCode.Success;
        });
        return command;
    }
}
