using System.CommandLine;
using Unroll.Cli.Texts;
using Unroll.Cli.Training;

namespace Unroll.Cli.Commands;

/// <summary><c>unroll train translate</c>.</summary>
internal static class TrainTranslateCommand
{
    private static readonly Dictionary<string, TranslatorAttention> Attentions = new(StringComparer.Ordinal)
    {
        ["none"] = TranslatorAttention.None,
        ["dot"] = TranslatorAttention.Dot,
        ["luong"] = TranslatorAttention.General,
        ["bahdanau"] = TranslatorAttention.Additive,
    };

    private static readonly string[] Tokens = [TextTokenizer.Words.Name, TextTokenizer.Characters.Name, TextTokenizer.Syllables.Name, TextTokenizer.Jamo.Name];

    public static Command Create(Catalogue texts)
    {
        var source = ChoiceOption.Create(texts, "--source", texts.PairsOption, TranslationCorpus.Sources, TranslationCorpus.Sources[0]);
        var data = new Option<string?>("--data") { Description = texts.PairsDataOption, HelpName = "PATH" };
        var attention = ChoiceOption.Create(texts, "--attention", texts.AttentionOption, [.. Attentions.Keys], "luong");
        var sourceTokens = ChoiceOption.Create(texts, "--source-tokens", texts.SourceTokensOption, Tokens, null);
        var targetTokens = ChoiceOption.Create(texts, "--target-tokens", texts.TargetTokensOption, Tokens, null);
        var maxWords = NumberOption.Create(texts, "--max-words", texts.MaxWordsOption, 20_000, 8, 1_000_000);
        var maxTokens = NumberOption.Create(texts, "--max-tokens", texts.MaxTokensOption, 50, 1, 10_000);
        var limit = NumberOption.CreateOptional(texts, "--limit", texts.LimitOption, 3, int.MaxValue);
        var units = NumberOption.Create(texts, "--units", texts.UnitsOption, 256, 2, 4096);
        var embedding = NumberOption.Create(texts, "--embedding", texts.EmbeddingOption, 128, 1, 4096);
        var layers = NumberOption.Create(texts, "--layers", texts.LayersOption, 1, 1, 8);
        var dropout = NumberOption.Create(texts, "--dropout", texts.DropoutOption, 0.2, 0, 0.9);
        var rate = NumberOption.Create(texts, "--learning-rate", texts.LearningRateOption, 0.002, 1e-6, 1);
        var beam = NumberOption.Create(texts, "--beam", texts.BeamOption, 4, 1, 1000);
        var run = new RunOptions(texts, (20, texts.EpochsOption), (64, texts.BatchSizeOption), ("translation", texts.OutOption));
        var command = new Command("translate", texts.TrainTranslateAbout)
        {
            source, data, attention, sourceTokens, targetTokens, maxWords, maxTokens, limit, units, embedding, layers, dropout, rate, beam,
        };
        run.AddTo(command);
        command.SetAction(parsed => new TranslationTraining(texts, new TranslationSettings
        {
            Run = run.Read(parsed),
            Source = parsed.GetRequiredValue(source)!,
            Data = parsed.GetValue(data),
            SourceTokens = Tokenizer(parsed.GetValue(sourceTokens)),
            TargetTokens = Tokenizer(parsed.GetValue(targetTokens)),
            MaxWords = parsed.GetValue(maxWords),
            MaxTokens = parsed.GetValue(maxTokens),
            Limit = parsed.GetValue(limit),
            Size = new TranslatorOptions
            {
                Units = parsed.GetValue(units),
                Embedding = parsed.GetValue(embedding),
                Layers = parsed.GetValue(layers),
                Attention = Attentions[parsed.GetRequiredValue(attention)!],
                Dropout = (float)parsed.GetValue(dropout),
            },
            LearningRate = parsed.GetValue(rate),
            Beam = parsed.GetValue(beam),
        }).Run());
        return command;
    }

    private static TextTokenizer? Tokenizer(string? name) => name is null ? null : TextTokenizer.Named(name);
}
