using System.CommandLine;
using System.CommandLine.Parsing;
using Unroll.Cli.Texts;

namespace Unroll.Cli;

/// <summary>What is wrong with a command line, in the user's language.</summary>
internal static class UsageError
{
    /// <summary>The first error. A word that is not known comes before what is missing because of it.</summary>
    public static string Message(ParseResult parsed, Catalogue texts)
    {
        if (parsed.UnmatchedTokens is [var unknown, ..]) return texts.UnknownWord(unknown);
        var error = parsed.Errors.FirstOrDefault(e => e.SymbolResult is not CommandResult) ?? parsed.Errors[0];
        return error.SymbolResult switch
        {
            ArgumentResult { Tokens.Count: 0, Parent: OptionResult option } => texts.MissingValue(option.Option.Name),
            ArgumentResult { Tokens.Count: 0 } argument => texts.MissingValue(argument.Argument.Name),
            OptionResult { Tokens.Count: 0 } option => texts.MissingValue(option.Option.Name),
            CommandResult { Command.Subcommands: { Count: > 0 } commands } => texts.MissingCommand(string.Join(", ", commands.Select(command => command.Name))),
            CommandResult { Command: var command } result when command.Options.FirstOrDefault(o => o.Required && result.GetResult(o) is null) is { } option =>
                texts.MissingValue(option.Name),
            _ => error.Message,
        };
    }
}
