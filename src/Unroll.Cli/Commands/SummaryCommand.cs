using System.CommandLine;
using Unroll.Cli.Texts;

namespace Unroll.Cli.Commands;

/// <summary><c>unroll summary MODEL</c>.</summary>
internal static class SummaryCommand
{
    public static Command Create(Catalogue texts)
    {
        var model = SavedModel.Argument(texts);
        var command = new Command("summary", texts.SummaryAbout) { model };
        command.SetAction(parsed =>
        {
            string path = SavedModel.Existing(parsed.GetRequiredValue(model), texts);
            Console.Out.WriteLine(Model.Load(path).Summary().TrimEnd());
            return ExitCode.Success;
        });
        return command;
    }
}
