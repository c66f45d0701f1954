using System.CommandLine;
using Unroll.Cli.Texts;
using Unroll.Cli.Training;

namespace Unroll.Cli.Commands;

/// <summary>The options that trainings of small models of text share.</summary>
internal sealed class TextModelOptions(Catalogue texts, string folder, int epochs, int batchSize, int embedding, int units)
{
    private readonly Option<int> _epochs = NumberOption.Create(texts, "--epochs", texts.PassesOption, epochs, 1, 100_000);
    private readonly Option<int> _batchSize = NumberOption.Create(texts, "--batch-size", texts.TextsAStepOption, batchSize, 1, 100_000);
    private readonly Option<int> _embedding = NumberOption.Create(texts, "--embedding", texts.TokenNumbersOption, embedding, 1, 4096);
    private readonly Option<int> _units = NumberOption.Create(texts, "--units", texts.UnitsOption, units, 1, 4096);
    private readonly Option<int?> _limit = NumberOption.CreateOptional(texts, "--limit", texts.TextsLimitOption, 10, int.MaxValue);
    private readonly Option<int> _seed = NumberOption.Create(texts, "--seed", texts.SeedOption, 42, 0, int.MaxValue);
    private readonly Option<int?> _threads = NumberOption.Threads(texts);
    private readonly Option<string> _folder = new("--out") { Description = texts.OutOption, HelpName = "FOLDER", DefaultValueFactory = _ => folder };
    private readonly Option<bool> _json = new("--json") { Description = texts.JsonOption };

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _epochs, _batchSize, _embedding, _units, _limit, _seed, _threads, _folder, _json }) command.Add(option);
    }

    public TextModelSettings Read(ParseResult parsed) => new()
    {
        Epochs = parsed.GetValue(_epochs),
        BatchSize = parsed.GetValue(_batchSize),
        Embedding = parsed.GetValue(_embedding),
        Units = parsed.GetValue(_units),
        Limit = parsed.GetValue(_limit),
        Seed = parsed.GetValue(_seed),
        Threads = parsed.GetValue(_threads),
        Folder = parsed.GetRequiredValue(_folder),
        Json = parsed.GetValue(_json),
    };
}
