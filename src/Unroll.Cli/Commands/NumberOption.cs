using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Unroll.Cli.Texts;

namespace Unroll.Cli.Commands;

/// <summary>Options that take a number in a range, whole unless said otherwise, and say so in the user's language when they get something else.</summary>
internal static class NumberOption
{
    /// <summary>An option with a default.</summary>
    public static Option<int> Create(Catalogue texts, string name, string description, int value, int least, int most) =>
        new(name)
        {
            Description = description,
            HelpName = "N",
            DefaultValueFactory = _ => value,
            CustomParser = result => Parse(texts, name, result, least, most) ?? value,
        };

    /// <summary>An option that may stay away.</summary>
    public static Option<int?> CreateOptional(Catalogue texts, string name, string description, int least, int most) =>
        new(name)
        {
            Description = description,
            HelpName = "N",
            CustomParser = result => Parse(texts, name, result, least, most),
        };

    /// <summary>An option that takes any number in a range, with a default.</summary>
    public static Option<double> Create(Catalogue texts, string name, string description, double value, double least, double most) => new(name)
    {
        Description = description,
        HelpName = "X",
        DefaultValueFactory = _ => value,
        CustomParser = result =>
        {
            string received = result.Tokens[0].Value;
            if (double.TryParse(received, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number >= least && number <= most) return number;
            result.AddError(texts.NotBetween(name, received, least, most));
            return value;
        },
    };

    /// <summary>The option that every computing command has.</summary>
    public static Option<int?> Threads(Catalogue texts) => CreateOptional(texts, "--threads", texts.ThreadsOption, 1, 1024);

    private static int? Parse(Catalogue texts, string name, ArgumentResult result, int least, int most)
    {
        string received = result.Tokens[0].Value;
        if (!decimal.TryParse(received, NumberStyles.Number, CultureInfo.InvariantCulture, out decimal number) || number != decimal.Truncate(number))
        {
            result.AddError(texts.NotWholeNumber(name, received, least, most));
            return null;
        }

        if (number >= least && number <= most) return (int)number;
        result.AddError(texts.OutOfRange(name, received, least, most));
        return null;
    }
}
