using System.CommandLine;
using Unroll.Cli.Texts;

namespace Unroll.Cli.Commands;

/// <summary><c>unroll data reuters --rebuild PATH</c>.</summary>
internal static class DataReutersCommand
{
    public static Command Create(Catalogue texts)
    {
        var rebuild = new Option<string>("--rebuild") { Description = texts.RebuildOption, HelpName = "PATH", Required = true };
        var command = new Command("reuters", texts.DataReutersAbout) { rebuild };
        command.SetAction(_ => ExitCode.Success);
        return command;
    }
}
