using System.CommandLine;
using Unroll.Cli.Texts;
using Unroll.Cli.Training;

namespace Unroll.Cli.Commands;

/// <summary><c>unroll train reuters</c>. The defaults are the lecture's.</summary>
internal static class TrainReutersCommand
{
    public static Command Create(Catalogue texts)
    {
        var numWords = NumberOption.Create(texts, "--num-words", texts.NumWordsOption, 1000, ReutersTask.LeastWords, ReutersTask.MostWords);
        var maxLength = NumberOption.Create(texts, "--max-length", texts.MaxLengthOption, 100, 1, 10_000);
        var embedding = NumberOption.Create(texts, "--embedding", texts.EmbeddingOption, 100, 1, 4096);
        var units = NumberOption.Create(texts, "--units", texts.UnitsOption, 100, 1, 4096);
        var run = new RunOptions(texts, (20, texts.EpochsOption), (100, texts.BatchSizeOption), ("reuters", texts.OutOption));
        var command = new Command("reuters", texts.TrainReutersAbout)
        {
            numWords, maxLength, embedding, units,
        };
        run.AddTo(command);
        command.SetAction(parsed => new ReutersTraining(texts, new TrainingSettings
        {
            Run = run.Read(parsed),
            NumWords = parsed.GetValue(numWords),
            MaxLength = parsed.GetValue(maxLength),
            Embedding = parsed.GetValue(embedding),
            Units = parsed.GetValue(units),
        }).Run());
        return command;
    }
}
