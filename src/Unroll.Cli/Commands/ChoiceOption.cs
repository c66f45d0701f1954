using System.CommandLine;
using Unroll.Cli.Texts;

namespace Unroll.Cli.Commands;

/// <summary>Options that take one of some words, and name them in the user's language when they get another.</summary>
internal static class ChoiceOption
{
    /// <param name="texts">The language.</param>
    /// <param name="name">The option.</param>
    /// <param name="description">What it is for.</param>
    /// <param name="words">What it may be.</param>
    /// <param name="value">What it is when left out.</param>
    public static Option<string?> Create(Catalogue texts, string name, string description, IReadOnlyList<string> words, string? value)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = string.Join('|', words) };
        if (value is not null) option.DefaultValueFactory = _ => value;
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var received }] && !words.Contains(received)) result.AddError(texts.NotAmong(name, received, string.Join(", ", words)));
        });
        return option;
    }
}
