using System.CommandLine;

namespace Unroll.Cli.Commands;

/// <summary>Options that take one of some words.</summary>
internal static class ChoiceOption
{
    /// <param name="name">The option.</param>
    /// <param name="description">What it is for.</param>
    /// <param name="words">What it may be.</param>
    /// <param name="value">What it is when left out.</param>
    /// <param name="error">What is said of another word: of the option, the word, and those that it may be.</param>
    public static Option<string?> Create(string name, string description, IReadOnlyList<string> words, string? value, Func<string, string, string, string> error)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = string.Join('|', words) };
        if (value is not null) option.DefaultValueFactory = _ => value;
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var received }] && !words.Contains(received)) result.AddError(error(name, received, string.Join(", ", words)));
        });
        return option;
    }
}
