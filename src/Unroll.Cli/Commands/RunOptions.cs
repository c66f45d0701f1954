using System.CommandLine;
using Unroll.Cli.Texts;
using Unroll.Cli.Training;

namespace Unroll.Cli.Commands;

/// <summary>The options that every training has; the defaults and what is said of some of them are its own.</summary>
internal sealed class RunOptions(Catalogue texts, (int? Value, string About) epochs, (int Value, string About) batchSize, (string Value, string About) folder)
{
    private readonly Option<int?> _epochs = EpochsOption(texts, epochs.Value, epochs.About);
    private readonly Option<int> _batchSize = NumberOption.Create(texts, "--batch-size", batchSize.About, batchSize.Value, 1, 100_000);
    private readonly Option<int> _seed = NumberOption.Create(texts, "--seed", texts.SeedOption, 42, 0, int.MaxValue);
    private readonly Option<int?> _threads = NumberOption.Threads(texts);
    private readonly Option<string> _folder = new("--out") { Description = folder.About, HelpName = "FOLDER", DefaultValueFactory = _ => folder.Value };
    private readonly Option<bool> _json = new("--json") { Description = texts.JsonOption };

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_epochs, _batchSize, _seed, _threads, _folder, _json]) command.Add(option);
    }

    /// <param name="parsed">The command line.</param>
    /// <param name="epochs">How many there are where the option has no default and was left out.</param>
    public RunSettings Read(ParseResult parsed, int epochs = 1) => new()
    {
        Epochs = parsed.GetValue(_epochs) ?? epochs,
        BatchSize = parsed.GetValue(_batchSize),
        Seed = parsed.GetValue(_seed),
        Threads = parsed.GetValue(_threads),
        Folder = parsed.GetRequiredValue(_folder),
        Json = parsed.GetValue(_json),
    };

    private static Option<int?> EpochsOption(Catalogue texts, int? value, string about)
    {
        var option = NumberOption.CreateOptional(texts, "--epochs", about, 1, 100_000);
        if (value is not null) option.DefaultValueFactory = _ => value;
        return option;
    }
}
