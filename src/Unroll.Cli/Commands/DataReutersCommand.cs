using System.CommandLine;
using Unroll.Cli.Rebuilding;
using Unroll.Cli.Texts;

namespace Unroll.Cli.Commands;

/// <summary><c>unroll data reuters --rebuild PATH</c>.</summary>
internal static class DataReutersCommand
{
    public static Command Create(Catalogue texts)
    {
        var rebuild = new Option<string>("--rebuild") { Description = texts.RebuildOption, HelpName = "PATH", Required = true };
        var file = new Option<string?>("--out") { Description = texts.RebuildOutOption, HelpName = "FILE" };
        var command = new Command("reuters", texts.DataReutersAbout) { rebuild, file };
        command.SetAction(parsed => ReutersRebuilding.Run(parsed.GetRequiredValue(rebuild), parsed.GetValue(file), texts));
        return command;
    }
}
