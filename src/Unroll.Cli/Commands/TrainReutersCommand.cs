using System.CommandLine;
using Unroll.Cli.Texts;
using Unroll.Cli.Training;

namespace Unroll.Cli.Commands;

/// <summary><c>unroll train reuters</c>. The defaults are the lecture's.</summary>
internal static class TrainReutersCommand
{
    public static Command Create(Catalogue texts)
    {
        var epochs = NumberOption.Create(texts, "--epochs", texts.EpochsOption, 20, 1, 100_000);
        var batchSize = NumberOption.Create(texts, "--batch-size", texts.BatchSizeOption, 100, 1, 100_000);
        var numWords = NumberOption.Create(texts, "--num-words", texts.NumWordsOption, 1000, ReutersTask.LeastWords, ReutersTask.MostWords);
        var maxLength = NumberOption.Create(texts, "--max-length", texts.MaxLengthOption, 100, 1, 10_000);
        var embedding = NumberOption.Create(texts, "--embedding", texts.EmbeddingOption, 100, 1, 4096);
        var units = NumberOption.Create(texts, "--units", texts.UnitsOption, 100, 1, 4096);
        var seed = NumberOption.Create(texts, "--seed", texts.SeedOption, 42, 0, int.MaxValue);
        var threads = NumberOption.Threads(texts);
        var folder = new Option<string>("--out") { Description = texts.OutOption, HelpName = "FOLDER", DefaultValueFactory = _ => "reuters" };
        var json = new Option<bool>("--json") { Description = texts.JsonOption };
        var command = new Command("reuters", texts.TrainReutersAbout)
        {
            epochs, batchSize, numWords, maxLength, embedding, units, seed, threads, folder, json,
        };
        command.SetAction(parsed => new ReutersTraining(texts, new TrainingSettings
        {
            Epochs = parsed.GetValue(epochs),
            BatchSize = parsed.GetValue(batchSize),
            NumWords = parsed.GetValue(numWords),
            MaxLength = parsed.GetValue(maxLength),
            Embedding = parsed.GetValue(embedding),
            Units = parsed.GetValue(units),
            Seed = parsed.GetValue(seed),
            Threads = parsed.GetValue(threads),
            Folder = parsed.GetRequiredValue(folder),
            Json = parsed.GetValue(json),
        }).Run());
        return command;
    }
}
