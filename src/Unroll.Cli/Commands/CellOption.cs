using System.CommandLine;
using Unroll.Cli.Texts;

namespace Unroll.Cli.Commands;

/// <summary>The option <c>--cell</c>: which recurrent layer to train.</summary>
internal static class CellOption
{
    public static Option<string?> Create(Catalogue texts, string description, IReadOnlyList<string> cells)
    {
        var option = new Option<string?>("--cell") { Description = description, HelpName = string.Join('|', cells) };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var received }] && !cells.Contains(received)) result.AddError(texts.UnknownCell(received, string.Join(", ", cells)));
        });
        return option;
    }
}
