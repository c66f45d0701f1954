using System.CommandLine;
using Unroll.Cli.Texts;
using Unroll.Cli.Training;

namespace Unroll.Cli.Commands;

/// <summary>The options that trainings of small models of text share.</summary>
internal sealed class TextModelOptions(Catalogue texts, string folder, int epochs, int batchSize, int embedding, int units)
{
    private readonly Option<int> _embedding = NumberOption.Create(texts, "--embedding", texts.TokenNumbersOption, embedding, 1, 4096);
    private readonly Option<int> _units = NumberOption.Create(texts, "--units", texts.UnitsOption, units, 1, 4096);
    private readonly Option<int?> _limit = NumberOption.CreateOptional(texts, "--limit", texts.TextsLimitOption, 10, int.MaxValue);

    private readonly RunOptions _run = new(texts, (epochs, texts.PassesOption), (batchSize, texts.TextsAStepOption), (folder, texts.OutOption));

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_embedding, _units, _limit]) command.Add(option);
        _run.AddTo(command);
    }

    public TextModelSettings Read(ParseResult parsed) => new()
    {
        Run = _run.Read(parsed),
        Embedding = parsed.GetValue(_embedding),
        Units = parsed.GetValue(_units),
        Limit = parsed.GetValue(_limit),
    };
}
